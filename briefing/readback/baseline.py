"""What a Word file of ours said when it was built, as it keeps it itself, and what its store says now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, get_args

from lxml import etree

from briefing.carried import FACTS_NAMESPACE, PRINTED_NAMESPACE
from briefing.readback.chart_numbers import number
from briefing.readback.parts import Parts
from briefing.readback.word_text import Kind, Piece, WordParagraph

_P: Final = f"{{{PRINTED_NAMESPACE}}}"
_F: Final = f"{{{FACTS_NAMESPACE}}}"


@dataclass(frozen=True, slots=True)
class KeptChart:
    """A chart as built: its figure's label, the facts it shows, its numbers (none: it is a picture)."""

    label: str
    ids: tuple[str, ...]
    numbers: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The text as built; `store` is what stands in the store of the controls now, by the values' names."""

    texts: Mapping[Kind, tuple[WordParagraph, ...]]
    charts: tuple[KeptChart, ...]
    store: Mapping[str, str]


def baseline(parts: Parts) -> Baseline | None:
    """What the file keeps of itself; None where it keeps nothing. Raises Unusable."""
    printed: etree._Element | None = None
    store: dict[str, str] = {}
    for name in parts.below("customxml/"):
        root = parts.xml(name)
        if root is None:
            continue
        if root.tag == _P + "printed":
            printed = root
        elif root.tag == _F + "facts":
            store = {_local(one): one.text or "" for one in root.iterchildren("*")}
    if printed is None:
        return None
    texts = {kind: _text(printed, kind) for kind in get_args(Kind)}
    return Baseline(texts, tuple(map(_chart, printed.iter(_P + "chart"))), store)


def _chart(chart: etree._Element) -> KeptChart:
    label = chart.findtext(_P + "label", "")
    ids = tuple(one.text or "" for one in chart.iterchildren(_P + "id"))
    return KeptChart(
        label, ids, tuple(number(one.text) for one in chart.iterchildren(_P + "number"))
    )


def _text(printed: etree._Element, kind: Kind) -> tuple[WordParagraph, ...]:
    return tuple(
        WordParagraph(tuple(map(_piece, one.iterchildren("*"))), one.tag == _P + "heading")
        for story in printed.iterchildren(_P + kind)
        for one in story.iterchildren("*")
    )


def _piece(element: etree._Element) -> Piece:
    words, name = element.text or "", _local(element)
    if name in ("words", "link"):
        return Piece(words, words, linked=name == "link")
    return Piece(words, words, name, free=element.find(_P + "free") is not None)


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname
