"""The reader is safe: whatever facts and templates say, the file runs, opens and fetches nothing."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pdf_checks import faults

from briefing.errors import BriefingError
from briefing.pipeline import Options, build

SCHEMES = (
    "javascript:alert(1)", "JavaScript:alert(1)", "java\\nscript:alert(1)", " javascript:alert(1)", "data:text/html,<script>",
    "file:///etc/passwd", "file://host/share", "\\\\\\\\host\\\\share", "vbscript:x", "ftp://example.org/x", "smb://host/x", "tel:+123",
    "ms-word:ofe|u|https://example.org", "cmd:calc", "about:blank", "//example.org/x", "/etc/passwd", "www.example.org",
    "https://example.org/a b", "https://example.org/)>>/JS(x)", "https://example.org/\\u202etxt.exe", "HTTPS://EXAMPLE.ORG/X",
    "mailto:a@example.org?body=x", "https:javascript:x", "https://", "mailto:",
)  # fmt: skip

_VISIT = """
visit:
  {{title: A visit, type: visit, dates: 2025-11-26, outcome: [F01],
  host: {{country: KG}}, guest: {{country: RU}}}}
brief: {{as_of: 2025-11-27}}
sources:
  s: {{kind: report, title: "[t](javascript:alert(1)) <a href='file:///x'>", url: "{url}", language: en, place: paragraph}}
facts:
  F01: {{statement: "see {url} and [this]({url}) or <{url}>", topic: outcome, at: s 1}}
"""

_TEMPLATE = """# Hostile

See [one]({url}), <{url}> and {url}.
"""


def addresses(content: bytes) -> list[str]:
    """Where the links of a file lead outside it."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return [
            str(link.A.get("/URI", link.A.S))
            for page in pdf.pages
            for link in page.get("/Annots", [])
            if "/A" in link
        ]


def made(folder: Path, url: str, templates: Path | None = None) -> bytes | None:
    """The PDF of a visit that says this address wherever it can; None where that is refused."""
    (folder / "visit.yaml").write_text(_VISIT.format(url=url), encoding="utf-8")
    try:
        return build(folder, Options(formats=("pdf",), templates=templates)).files["brief.pdf"]
    except BriefingError as refused:
        assert all(d.message for d in refused.diagnostics)
        return None


@pytest.mark.parametrize("url", SCHEMES)
def test_an_address_in_the_facts_is_a_link_to_the_web_or_to_nobody(
    tmp_path: Path, url: str
) -> None:
    content = made(tmp_path, url)
    if content is None:
        return
    assert faults(content) == []
    assert not any(
        "javascript" in address.lower() for address in addresses(content) if "https" not in url
    )


def test_a_sound_address_is_a_link(tmp_path: Path) -> None:
    content = made(tmp_path, "https://example.org/x")
    assert content
    assert addresses(content) == ["https://example.org/x"]


@pytest.mark.parametrize("url", [one for one in SCHEMES if not any(c.isdigit() for c in one)])
def test_an_address_in_a_template_is_too(tmp_path: Path, url: str) -> None:
    folder = tmp_path / "wording" / "en"
    folder.mkdir(parents=True)
    (folder / "12-hostile.md.j2").write_text(_TEMPLATE.format(url=url), encoding="utf-8")
    content = made(tmp_path, "https://example.org/x", tmp_path / "wording")
    if content is not None:
        assert faults(content) == []
