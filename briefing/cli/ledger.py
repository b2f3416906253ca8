"""The ledger beside a brief: every number printed, and where it comes from. Finds numbers as typed."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_SAME: Mapping[str, str] = {
    **{word: str(number) for number, word in enumerate(_WORDS)},
    **{"bn": "billion", "m": "million", "mn": "million", "tn": "trillion"},
    **{"$": "usd", "€": "eur", "£": "gbp", "percent": "%", "pct": "%"},
}
# A reader may leave out, or add, how a number is hedged; that is shown beside every match.
_PASSED_OVER = frozenset(
    {"a", "an", "and", "of", "the", "us", "cent"}
    | {"about", "approximately", "around", "nearly", "roughly", "some", "just"}
    | {"at", "least", "most", "more", "less", "fewer", "than", "over", "under", "up", "to", "by"}
)
_FRACTIONS = frozenset({"half", "third", "thirds", "quarter", "quarters", "fifth", "fifths"})
_ORIGIN = ("description", "class")
_FACT = ("speaker", "mode", "source", "place")
_PRINTED = ("text", "class", "id", "section")
_NOTE = re.compile(r"\[\s*(\w+)\s*\]")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[%$€£]|(?<![\w%])-(?=\s?[\d$€£])")


@dataclass(frozen=True, slots=True)
class Match:
    """What a query may mean: a fact or calculation by its id, or ("") what comes from none.

    `printed` has each text that it is printed as, with the sections where that stands.
    """

    id: str
    kind: str
    printed: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a build knows of its numbers: `origins` by id, and everything printed in reading order."""

    origins: Mapping[str, Mapping[str, str]]
    printed: Sequence[Mapping[str, str]]

    def matches(self, query: str) -> tuple[Match, ...]:
        """Everything that `query` may mean: "3.6", "about $3.6 billion", "17%", "F29", "[3]" (the note).

        What is printed just so comes first, and of that and of the rest facts and calculations.
        """
        asked = next(
            (key for key in self.origins if key.casefold() == query.strip().casefold()), ""
        )
        found: dict[tuple[str, str], dict[str, dict[str, None]]] = {}
        if asked:
            found[asked, self.origins[asked]["class"]] = {}
        for entry in self.printed:
            if _meant(query, asked, entry):
                origin = self.origins.get(entry["id"], {})
                texts = found.setdefault((entry["id"], origin.get("class", entry["class"])), {})
                texts.setdefault(entry["text"], {})[entry["section"]] = None
        return tuple(
            Match(id, kind, {text: tuple(sections) for text, sections in texts.items()})
            for (id, kind), texts in sorted(
                found.items(), key=lambda each: (not _just_so(query, each[1]), not each[0][0])
            )
        )

    def inputs(self, id: str) -> tuple[str, ...]:
        """The ids in a calculation's formula, and in theirs, in order."""
        found: dict[str, None] = {}
        waiting = [id]
        while waiting:
            formula = self.origins.get(waiting.pop(0), {}).get("formula", "")
            named = [key for key in _named(formula, self.origins) if key not in found]
            found.update(dict.fromkeys(named))
            waiting += named
        return tuple(found)


def read_ledger(content: bytes) -> Ledger | None:
    """The ledger in a file's bytes; None if they are none."""
    try:
        known: Any = json.loads(content)
        origins = {id: _open(origin) for id, origin in known["origins"].items()}
        printed = known["printed"]
        if all(map(_whole, origins.values())) and all(_has(entry, *_PRINTED) for entry in printed):
            return Ledger(origins, printed)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        pass
    return None


def _whole(origin: Mapping[str, object]) -> bool:
    """Whether it says all that is told of a fact, or of a calculation."""
    return _has(origin, *_ORIGIN) and (_has(origin, "formula") or _has(origin, *_FACT))


def _has(entry: Mapping[str, object], *names: str) -> bool:
    return set(names) <= entry.keys() and all(isinstance(text, str) for text in entry.values())


def _open(origin: Mapping[str, str]) -> Mapping[str, str]:
    """What may be told of a fact: not the words that carry a withheld value."""
    hidden = ("words",) if origin["class"] == "withheld" else ()
    return {name: text for name, text in origin.items() if name not in hidden}


def _meant(query: str, asked: str, entry: Mapping[str, str]) -> bool:
    """Whether a printed text is of the id asked for, the note in brackets, or what the query says."""
    if asked:
        return entry["id"] == asked and bool(numbers(entry["text"]))
    if note := _NOTE.fullmatch(query.strip()):
        return entry["class"] == "label" and _plain(entry["text"]) == _plain(note[1])
    return means(query, entry["text"])


def _just_so(query: str, texts: Iterable[str]) -> bool:
    return any(_plain(text) == _plain(query) for text in texts)


def _plain(text: str) -> str:
    """A text as it may be typed: one kind of space, no capitals."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def means(query: str, printed: str) -> bool:
    """Whether someone who types `query` may mean the printed text."""
    if numbers(query):
        return Counter(_tokens(query)) <= Counter(_tokens(printed))
    return query.strip().casefold() == printed.casefold()


def numbers(text: str) -> list[str]:
    """The numerals in a text, number words and fractions among them."""
    return [token for token in _tokens(text) if token[0].isdigit() or token in _FRACTIONS]


def _tokens(text: str) -> Iterator[str]:
    """Numerals without grouping and with a decimal point, units and words in one spelling."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("−", "-")
    text = re.sub(r"(?<=\d)[ ,](?=\d{3}(?!\d))", "", text)
    text = re.sub(r"\bper cent\b", "%", text)
    for token in _TOKEN.findall(text):
        if token not in _PASSED_OVER:
            yield _SAME.get(token, token).replace(",", ".")


def _named(formula: str, origins: Mapping[str, object]) -> list[str]:
    return [key for key in re.findall(r"[A-Za-z][\w-]*", formula) if key in origins]
