"""Every named case of the PDF: the briefs, the sample documents, other themes, a second edition, a draft.

`CASES` is what the tests of conformance, of the structure and of the layout run on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from both_directions import MINISTER, both_directions
from documents import DOCUMENTS

from briefing.blocks import Block, Document, Heading, PageBreak, Text
from briefing.compose.contents import with_contents
from briefing.facts.changes import changes
from briefing.facts.snapshots import snapshot
from briefing.pipeline import Options, compose_visit
from briefing.pipeline.composing import compose_prepared
from briefing.pipeline.preparing import prepare, prepare_content
from briefing.sections import Edition
from briefing.sections.change_rows import shown
from briefing.sections.change_view import printed
from briefing.theme import Theme, load_theme
from briefing.writers.pdf import write_pdf

HERE = Path(__file__).parent
FIRST = HERE.parent / "visits" / "2025-11-26-bishkek"
INVENTED = HERE / "visits" / "2026-03-09-piraeus"


@dataclass(frozen=True)
class Case:
    """A document and the theme it is set in."""

    make: Callable[[], Document]
    look: str = "default"

    @property
    def theme(self) -> Theme:
        return load_theme(
            "default" if self.look == "default" else str(HERE / "themes" / f"{self.look}.toml")
        )

    @property
    def document(self) -> Document:
        return _made(self.make)

    @property
    def content(self) -> bytes:
        return _written(self)


def brief(folder: Path, look: str = "default") -> Case:
    """A visit's first edition; its charts are drawn in the theme too."""

    def made() -> Document:
        return compose_visit(folder, Options(), case.theme).document

    case = Case(made, look)
    return case


def second_edition() -> Document:
    """The first visit again as a draft, after a figure, a speaker and a remark have changed."""
    options = Options()
    before = prepare(FIRST, options)
    text = before.file.read_text(encoding="utf-8")
    for old, new in (
        ("F29: {value: 4.1 billion USD", "F29: {value: 4.3 billion USD"),
        ("  language: en-GB\n", "  language: en-GB\n  status: draft\n"),
        (
            "title: Kyrgyzstan and Russia confirm strategic partnership",
            "title: Partnership confirmed",
        ),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    now = prepare_content(text.encode(), str(before.file), options)
    old_facts, facts = (
        snapshot(p.wording.visit, p.wording.results, printed(p.wording)) for p in (before, now)
    )
    rows = shown(changes(old_facts, facts), old_facts, facts, now.language)
    assert len(rows) > 2
    edition = Edition(number=2, since=1, changes=rows, parts=("theme",))
    return compose_prepared(now, edition).document


def awkward_contents() -> Document:
    """Headings of three levels, long ones and one of another script, on pages far apart."""
    made = DOCUMENTS["awkward"]()
    blocks: list[Block] = []
    for nth, name in enumerate((
        "Short", "A heading that is so long that it needs a second line in the list, " * 3,
        MINISTER, "& < > * _ | { }", "Donaudampfschifffahrtsgesellschaft" * 3,
    )):  # fmt: skip
        blocks += [Heading(nth % 3 + 1, (Text(name),), f"h-{nth}"), PageBreak(), *made.blocks[:1]]
    return replace(made, blocks=with_contents(blocks, 3, "Contents"))


@cache
def _made(make: Callable[[], Document]) -> Document:
    return make()


@cache
def _written(case: Case) -> bytes:
    return write_pdf(case.document, case.theme)


CASES = {
    "first-visit": brief(FIRST),
    "invented-visit": brief(INVENTED),
    "figures-read": brief(HERE / "visits" / "2026-05-figures"),
    "figures-read-notes-at-foot": brief(HERE / "visits" / "2026-05-figures", "foot"),
    "second-edition-and-draft": Case(second_edition),
    **{name: Case(make) for name, make in DOCUMENTS.items()},
    "both-directions": Case(both_directions),
    "letter": Case(DOCUMENTS["typical"], "letter"),
    "letter-awkward": Case(DOCUMENTS["awkward"], "letter"),
    "twelve-points": Case(DOCUMENTS["typical"], "large"),
    "twelve-points-awkward": Case(DOCUMENTS["awkward"], "large"),
    "other-colours": brief(FIRST, "colours"),
    "contents": brief(FIRST, "contents"),
    "contents-deep-and-awkward": Case(awkward_contents, "contents"),
    "figures-and-justified": brief(FIRST, "figures"),
    "notes-at-foot": brief(FIRST, "foot"),
    "invented-notes-at-foot": brief(INVENTED, "foot"),
}
