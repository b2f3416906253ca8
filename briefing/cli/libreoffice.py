"""LibreOffice as a layout engine: the PDF that it makes of a Word file, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from briefing.errors import Diagnostic, Place, WriteError

_OPTIONS = '{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'
_SECONDS = 180


def layout(word: bytes) -> bytes:
    """The PDF of a Word file, with a named place for each bookmark. Raises WriteError.

    In a profile of its own, so that a LibreOffice that somebody has open is not in the way.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        message = "page numbers of the Word file need LibreOffice, and none was found"
        hint = "install it, or leave --exact-pages out: the list has links then"
        raise WriteError([Diagnostic(Place("brief.docx"), "contents list", message, hint)])
    with tempfile.TemporaryDirectory(prefix="briefing-") as name:
        folder = Path(name)
        (folder / "brief.docx").write_bytes(word)
        command = [
            program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--convert-to", f"pdf:writer_pdf_Export:{_OPTIONS}", "--outdir", name,
            str(folder / "brief.docx"),
        ]  # fmt: skip
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
            return (folder / "brief.pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            message = f"LibreOffice could not lay the Word file out: {type(error).__name__}"
            hint = "leave --exact-pages out: the list has links then"
            place = Place("brief.docx")
            raise WriteError([Diagnostic(place, "contents list", message, hint)]) from error
