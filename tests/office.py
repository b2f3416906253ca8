"""LibreOffice as a judge of tracked changes: it accepts or rejects all of them, and says what text is left.

No scripting bridge is needed: the macro lies in a profile of its own.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

_MACRO = """
Sub Settle(folder As String, listed As String)
  On Error Goto Failed
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  Dim plain(0) As New com.sun.star.beans.PropertyValue
  plain(0).Name = "FilterName"
  plain(0).Value = "Text (encoded)"
  Dim wanted, document, helper, i
  helper = createUnoService("com.sun.star.frame.DispatchHelper")
  wanted = Split(listed, " ")
  For i = LBound(wanted) To UBound(wanted)
    document = StarDesktop.loadComponentFromURL(folder & "/" & wanted(i) & ".docx", "_blank", 0, hidden())
    If InStr(wanted(i), "accept") = 1 Then
      helper.executeDispatch(document.CurrentController.Frame, ".uno:AcceptAllTrackedChanges", "", 0, Array())
    ElseIf InStr(wanted(i), "reject") = 1 Then
      helper.executeDispatch(document.CurrentController.Frame, ".uno:RejectAllTrackedChanges", "", 0, Array())
    End If
    document.storeToURL(folder & "/" & wanted(i) & ".txt", plain())
    document.close(True)
  Next i
Failed:
  StarDesktop.terminate()
End Sub
"""
_XBA = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD '
    'OfficeDocument 1.0//EN" "module.dtd">\n<script:module xmlns:script="http://openoffice.org/2000/script" '
    'script:name="Redline" script:language="StarBasic">{}</script:module>'
)
_LIBRARY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD '
    'OfficeDocument 1.0//EN" "library.dtd">\n<library:library xmlns:library="http://openoffice.org/2000/library" '
    'library:name="Standard" library:readonly="false" library:passwordprotected="false">{}</library:library>'
)


def settled(files: Mapping[str, bytes], folder: Path) -> dict[str, list[str]]:
    """The lines of text of each file; of one whose name begins with accept or reject, after that."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = folder / "profile"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]

    def run(*arguments: str) -> None:
        subprocess.run([*command, *arguments], check=True, capture_output=True, timeout=300)

    # The first start makes the profile, over what is there.
    run("--terminate_after_init")
    library = profile / "user" / "basic" / "Standard"
    (library / "Redline.xba").write_text(_XBA.format(escape(_MACRO)), encoding="utf-8")
    (library / "script.xlb").write_text(
        _LIBRARY.format('<library:element library:name="Redline"/>'), encoding="utf-8"
    )
    (library / "dialog.xlb").write_text(_LIBRARY.format(""), encoding="utf-8")
    work = folder / "settled"
    work.mkdir()
    for name, content in files.items():
        (work / f"{name}.docx").write_bytes(content)
    run(f'macro:///Standard.Redline.Settle("{work.as_uri()}", "{" ".join(files)}")')
    return {
        name: (work / f"{name}.txt").read_text(encoding="utf-8-sig").splitlines() for name in files
    }
