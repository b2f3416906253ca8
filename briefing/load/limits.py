"""Limits of length, and what the author should know before the brief travels: warnings, no errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from briefing.errors import Diagnostic, Place
from briefing.facts.model import FACT_KINDS, Missing, QuotationFact, Visit
from briefing.facts.prose import Prose
from briefing.facts.reading import QUANTITY_KINDS, Reading
from briefing.load.comments import comment_lines
from briefing.load.nodes import Raw, dotted, place_of

KEY_FIGURES = 6
"""Tiles in the strip of key figures."""
BULLETS = (3, 5)
"""Fewest and most bullets of the bottom line."""
BOTTOM_LINE_WORDS = 80
FEATURED = 5
"""Quotations that may stand out."""
BOX_LINES = 8
"""Cautions in the box on the page; the others go to the ledger."""
ONE_SIDE_WORDS = 450
"""Words on one side of A4: what all sections that only a person writes may come to."""
TITLE, NAME, TEXT = 150, 120, 600
"""Characters of a title, of a name, and of what a fact says."""


def warnings(read: Reading, raw: Raw, places: Mapping[str, Place], file: str) -> list[Diagnostic]:
    """What is too long or too many, and withheld values that would travel in the file."""
    visit = read.visit
    found: list[tuple[tuple[str | int, ...], str, str]] = []
    figures = len(visit.brief.key_figures)
    if figures > KEY_FIGURES:
        message = _most(KEY_FIGURES, "key figures", figures)
        found.append((("brief", "key_figures"), message, ""))
    found += _bottom_line(visit)
    featured = [f for f in visit.facts.values() if isinstance(f, QuotationFact) and f.feature]
    if len(featured) > FEATURED:
        path = ("facts", featured[FEATURED].id, "feature")
        found.append((path, _most(FEATURED, "featured quotations", len(featured)), ""))
    boxed = [key for key, caution in visit.cautions.items() if caution.show == "box"]
    if len(boxed) > BOX_LINES:
        hint = "show: ledger keeps one out of the box"
        message = _most(BOX_LINES, "cautions in the box", len(boxed))
        found.append((("cautions", boxed[BOX_LINES]), message, hint))
    found += _one_side(visit) + _travelling(visit, raw) + _lengths(visit)
    return [
        Diagnostic(place_of(path, places, file), dotted(path), message, hint, "warning")
        for path, message, hint in found
    ]


_Found = list[tuple[tuple[str | int, ...], str, str]]


def _bottom_line(visit: Visit) -> _Found:
    found: _Found = []
    fewest, most = BULLETS
    if visit.bottom_line and not fewest <= len(visit.bottom_line) <= most:
        message = f"expected {fewest} to {most} bullets, found {len(visit.bottom_line)}"
        found.append((("bottom_line",), message, ""))
    words = sum(map(_words, visit.bottom_line))
    if words > BOTTOM_LINE_WORDS:
        message = _most(BOTTOM_LINE_WORDS, "words", words)
        found.append((("bottom_line",), message, "a reference counts as one word"))
    return found


def _one_side(visit: Visit) -> _Found:
    written: list[tuple[str, Iterable[Prose]]] = [
        ("objectives", visit.objectives),
        ("points_to_make", [point.text for point in visit.points_to_make]),
        ("if_raised", [point.text for point in visit.if_raised]),
        ("sensitive", visit.sensitive),
        ("biographies", visit.biographies.values()),
        ("programme", [item.what for item in visit.programme]),
    ]
    words = 0
    for name, sentences in written:
        words += sum(map(_words, sentences))
        if words > ONE_SIDE_WORDS:
            message = f"the sections up to this one come to {words} words"
            return [((name,), message, f"one side of A4 has about {ONE_SIDE_WORDS}")]
    return []


def _lengths(visit: Visit) -> _Found:
    """Texts that no line, column or box has room for."""
    written: list[tuple[tuple[str | int, ...], str, int]] = [
        (("visit", "title"), visit.visit.title, TITLE)
    ]
    for section in ("people", "measures"):
        for key, named in getattr(visit, section).items():
            written.append(((section, key, "name"), named.name, NAME))
    for key, source in visit.sources.items():
        written.append((("sources", key, "title"), source.title, TITLE))
    for key, calculation in visit.calculations.items():
        written.append((("calculations", key, "name"), calculation.name, NAME))
    for key, fact in visit.facts.items():
        for opening in (*FACT_KINDS, "subject"):
            text = getattr(fact, opening, "")
            if isinstance(text, str):
                written.append((("facts", key, opening), text, TEXT))
    return [
        (path, _most(most, "characters", len(text)), "")
        for path, text, most in written
        if len(text) > most
    ]


def _travelling(visit: Visit, raw: Raw) -> _Found:
    """Withheld facts whose value stands in the file all the same, where the file is attached."""
    facts = raw.get("facts") if isinstance(raw, dict) else None
    if visit.brief.travels != "file" or not isinstance(facts, dict):
        return []
    found: _Found = []
    for key, fact in visit.facts.items():
        stated = facts.get(key)
        for kind in QUANTITY_KINDS:
            held = getattr(fact, kind, None)
            withheld = isinstance(held, Missing) and held.kind == "withheld"
            if withheld and isinstance(stated, dict) and stated.get(kind):
                message = "the withheld value stands in this file, which travels with the brief"
                hint = "leave the value empty, or set brief: attach: printed"
                found.append((("facts", key, kind), message, hint))
    return found


def travelling_comments(visit: Visit, text: str, file: str) -> list[Diagnostic]:
    """One warning of all comments, where they go to readers whom the brief's marking chose."""
    if visit.brief.travels != "file" or visit.brief.public:
        return []
    lines = comment_lines(text)
    if not lines:
        return []
    comments = "a comment stands" if len(lines) == 1 else f"{len(lines)} comments stand"
    message = f"{comments} in this file, which travels with the brief as it is"
    hint = "remove what not every reader should see, or set brief: attach: printed"
    return [Diagnostic(Place(file, lines[0]), "", message, hint, "warning")]


def _words(prose: Prose) -> int:
    """Words that print: a reference is one, a note none."""
    text = "".join(
        part if isinstance(part, str) else "" if part.form == "note" else "1"
        for part in prose.parts
    )
    return len(text.split())


def _most(limit: int, what: str, found: int) -> str:
    return f"expected at most {limit} {what}, found {found}"
