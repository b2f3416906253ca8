"""Running heads and feet, title and subtitle, marking and file properties of a brief."""

from __future__ import annotations

import re
from typing import cast

from briefing.blocks import (
    Furniture,
    Inline,
    Inlines,
    Marking,
    Meta,
    Numeral,
    Strong,
    Text,
    TrafficLight,
    Value,
)
from briefing.sections import Edition
from briefing.sections.wording import Wording

_DOT = Text(" · ")
_TLP = re.compile(r"TLP:(RED|AMBER\+STRICT|AMBER|GREEN|CLEAR)")


def marking(wording: Wording) -> Marking | None:
    """The handling marking, if the brief has one; a Traffic Light Protocol 2.0 label as such."""
    text = wording.visit.brief.marking
    if not text:
        return None
    label = _TLP.fullmatch(text)
    return Marking(text, cast("TrafficLight", label[1]) if label else None)


def furniture(wording: Wording, edition: Edition) -> tuple[Furniture, Furniture]:
    """Head and foot of the first page, and of the pages after it."""
    visit, word = wording.visit, wording.language.word
    brief = visit.brief
    tlp = marking(wording)
    shown = brief.marking if tlp is None or tlp.tlp is None else ""
    sides = [wording.language.country(s.country) for s in (visit.visit.host, visit.visit.guest)]
    countries = Text(word("and-countries").format(*sides))
    right = _dotted(
        wording.label(shown),
        wording.label(word("draft") if edition.draft else ""),
        wording.label(word("edition").format(edition.number)),
        wording.label(word("version").format(brief.version) if brief.version else ""),
        wording.label(word("as-of").format(wording.language.day(brief.as_of))),
    )
    name: Inlines = (Strong((Text(word("brief-name")),)), _DOT)
    line = _dotted(wording.label(f"{word('brief-name')} {identifier(wording)}"), _basis(wording))
    first_line = (
        _dotted(
            wording.label(
                word("distribution").format(brief.distribution) if brief.distribution else ""
            ),
            wording.label(word("contact").format(brief.contact) if brief.contact else ""),
        )
        or line
    )
    foot_left: Inlines = (wording.label(shown),) if shown else ()
    page = word("page")
    return (
        Furniture((*name, countries), right, foot_left, first_line, page),
        Furniture((*name, countries), right, foot_left, line, page),
    )


def identifier(wording: Wording) -> str:
    """Guest, host and first day: "RU–KG 2025-11-26"."""
    visit = wording.visit.visit
    day = f" {visit.dates.start.isoformat()}" if visit.dates.start else ""
    return f"{visit.guest.country}–{visit.host.country}{day}"


def _basis(wording: Wording) -> Value | Text:
    sources = list(wording.visit.sources.values())
    word = wording.language.word
    if not sources:
        return Text("")
    if len(sources) == 1:
        return Text(word("based-on-one").format(sources[0].kind))
    count = wording.language.cardinal(len(sources))
    return Value(word("based-on-many").format(count), numeral=Numeral.COUNT)


def _dotted(*parts: Value | Text) -> Inlines:
    joined: list[Inline] = []
    for part in parts:
        if part.text:
            joined += [_DOT, part] if joined else [part]
    return tuple(joined)


def title(wording: Wording) -> Inlines:
    """The visit's title."""
    return (wording.label(wording.visit.visit.title),)


def subtitle(wording: Wording) -> Inlines:
    """When, and who with whom."""
    visit, word = wording.visit.visit, wording.language.word
    dates = visit.facts.get("dates")
    period = wording.language.period(visit.dates)
    parts: list[Inline] = [Value(period, dates, "dates") if dates else wording.label(period)]
    if visit.guest.leader:
        parts += [_DOT, wording.person(visit.guest.leader, full=True)]
        if visit.host.leader:
            key = "welcomed-by" if "welcome" in visit.facts else "host"
            parts += [Text(word(key) + " "), wording.person(visit.host.leader, full=True)]
    return tuple(parts)


def meta(wording: Wording, edition: Edition) -> Meta:
    """The properties of the file."""
    visit, language = wording.visit, wording.language
    countries = [language.country(s.country) for s in (visit.visit.host, visit.visit.guest)]
    return Meta(
        title=visit.visit.title,
        subject=f"{language.word('brief-name')} {identifier(wording)}",
        language=language.tag,
        date=visit.brief.as_of,
        author=visit.brief.author,
        keywords=(
            visit.visit.type,
            *countries,
            *((language.word("draft"),) if edition.draft else ()),
        ),
        draft=edition.draft,
        identifier=identifier(wording),
        edition=edition.number,
        fingerprint=edition.fingerprint,
        standing=edition.standing,
        marking=visit.brief.marking,
    )
