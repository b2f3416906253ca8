"""Real files spoiled at random: bytes, lines, values of other types, and trees parsed and dumped again.

Each mutator is a function of content and chance; the same chance spoils the same content the same way.
Nothing is judged here.
"""

from __future__ import annotations

import copy
import json
import random
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import cache
from typing import Any

import yaml

Mutator = Callable[[bytes, random.Random], bytes]

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_LONGEST = 100_000

ODD_TEXTS = (
    "שלום עולם", "مرحبا ١٢٣", "\u202ereversed\u202c", "e\u0301\u0323", "𝔘𝔫𝔦 🇰🇬👩‍👩‍👧", "日本語", "\ufeff",
    "\u2028", "\u00a0", "\u200b\u200d", "\x00", "\x1b[31m", "\x7f", "\ue000", "\ufffe", "ﬁ ½ ²",
    "$x_1$ \\frac{a}{b}", "{{ visit }}", "{% for x in y %}", "{F01}", "{F99}", "{F01.period.x}", "<b>&amp;</b>",
    "](x) ![](y) *_`~|", "../../../etc/passwd", "%s%n", "'; DROP TABLE delivery; --", "a" * 300, "W" * 80 + " x",
)  # fmt: skip
"""Texts that are valid in most encodings and awkward everywhere."""

ODD_VALUES = (
    "", "~", "null", "no", "true", "0", "-0", "-1", "1e400", "-1e-400", ".nan", "-.inf", "0x1F", "0o17", "1_000",
    "9" * 20, "9" * 400, "9" * 5000, "0." + "0" * 300 + "1", "1/0", "2024-02-30", "0000-00-00", "9999-12-31",
    "0001-01-01", "10:30", "12:61", "2024/25", "2024 Q5", "[]", "{}", "[[]]", "[1, [2, {a: b}]]", "{a: {b: [c]}}",
    "not stated", "0 USD", "-5%", "5 %", "1e9 USD", "9" * 60 + " billion USD", "0.0000001%", "about 0 jobs", "100%",
    "more than 9999999999999999999999 USD", "one third", "4.1 million", "4.10 billion USD", "&a [*a]", "*none",
    "!!python/object:os.system x", "!!binary AAAA", "'", '"', "|", ">-", "? x", "<<: *x", "- - - -", "@", "`",
)  # fmt: skip
"""Values as they would stand after a colon: of every type, and of none."""


def spoiled(content: bytes, chance: random.Random, mutators: Sequence[Mutator]) -> bytes:
    """The content after one mutator, or some more."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        content = chance.choice(mutators)(content, chance)
    return content


# ------------------------------------------------------------------------------------ bytes


def truncated(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def flipped(content: bytes, chance: random.Random) -> bytes:
    """One to eight bits turned over."""
    spoilt = bytearray(content)
    for _ in range(chance.randint(1, 8) if spoilt else 0):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def holed(content: bytes, chance: random.Random) -> bytes:
    """A piece cut out, overwritten with zeros as a bad disk does, or put elsewhere."""
    start, end = _span(content, chance)
    piece = content[start:end]
    at = chance.randrange(len(content) + 1)
    return chance.choice(
        (
            content[:start] + content[end:],
            content[:start] + bytes(len(piece)) + content[end:],
            content[:at] + piece + content[at:],
        )
    )


def inserted(content: bytes, chance: random.Random) -> bytes:
    """Something odd in any place: half a character, a surrogate by its bytes, NUL, a byte order mark."""
    odd = (
        b"\xed\xa0\x80", b"\xff\xfe", b"\xef\xbb\xbf", b"\x00", b"\xc3", b"\x85", b"\xf4\x90\x80\x80", b"\t",
        b"\r", b"\x0c", b'"', b"'", b"{", b"}", b"[", b"]", b": ", b", ", b"#", b"&a ", b"*a ", b"- ", b"\n---\n",
        *(text.encode() for text in ODD_TEXTS),
    )  # fmt: skip
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice(odd) + content[at:]


def encoded(content: bytes, chance: random.Random) -> bytes:
    """The same text with other line ends, a byte order mark or in another encoding."""
    text = content.decode("utf-8", "replace")
    return chance.choice(
        (
            content.replace(b"\n", b"\r\n"),
            content.replace(b"\n", b"\r"),
            content.replace(b"\n", "\u0085".encode()),
            b"\xef\xbb\xbf" + content,
            text.encode("utf-16"),
            text.encode("latin-1", "replace"),
            content.replace(b" ", b"\t", chance.randint(1, 40)),
            content.replace(b" ", "\u00a0".encode(), chance.randint(1, 40)),
        )
    )


def _span(content: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.choice((1, 10, 100, 1_000)))


# ------------------------------------------------------------------------------------ lines


def relined(content: bytes, chance: random.Random) -> bytes:
    """Lines deleted, doubled, swapped, shifted or shuffled."""
    lines = content.splitlines(keepends=True)
    if not lines:
        return content
    a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(6):
        case 0:
            del lines[a : a + chance.randint(1, 5)]
        case 1:
            lines.insert(b, lines[a])
        case 2:
            lines[a], lines[b] = lines[b], lines[a]
        case 3:
            lines[a] = b" " * chance.randint(1, 8) + lines[a]
        case 4:
            lines[a] = lines[a].lstrip()
        case _:
            a, b = sorted((a, min(b, a + 20)))
            middle = lines[a:b]
            chance.shuffle(middle)
            lines[a:b] = middle
    return b"".join(lines)


# ----------------------------------------------------------------------------------- values


def revalued(content: bytes, chance: random.Random) -> bytes:
    """What stands after a colon or an equals sign is something else."""
    values = list(re.finditer(rb"(?<=[:=] )[^,{}\[\]\n#]+", content))
    if not values:
        return content
    value = chance.choice(values)
    new = chance.choice((*ODD_VALUES, *ODD_TEXTS)).encode()
    return content[: value.start()] + new + content[value.end() :]


def exchanged(content: bytes, chance: random.Random) -> bytes:
    """One word of the file where another was: an id for an id, a unit for a key."""
    words = list(re.finditer(rb"\b[A-Za-z][\w-]*\b|\b\d[\d.,-]*\b", content))
    if len(words) < 2:
        return content
    a, b = chance.choice(words), chance.choice(words)
    return content[: a.start()] + b[0] + content[a.end() :]


def inflated(content: bytes, chance: random.Random) -> bytes:
    """A very long text, a very deep nest, a very long list, aliases of aliases, or a file too large."""
    size = chance.choice((1_000, 20_000, _LONGEST))
    deep = chance.choice((15, 50, 5_000))
    laughs = b"".join(b"\nx%d: &x%d [%s]" % (n, n, b"*x%d, " % (n - 1) * 9) for n in range(1, 12))
    new = chance.choice(
        (
            b"x" * size,
            b"word " * (size // 5),
            "ש".encode() * (size // 2),
            b"9" * size,
            b"[" * deep + b"]" * deep,
            b"{a: " * deep + b"1" + b"}" * deep,
            b"[" * deep,
            b"[" + b"1, " * (size // 3) + b"1]",
            b"\n" * size,
            b"\nx0: &x0 [lol]" + laughs + b"\n",
            b"".join(b"\nk%d: v" % n for n in range(size // 50)) + b"\n",
            b"# " + b"x" * (5 << 20 if chance.random() < 0.1 else 5_000) + b"\n",
        )
    )
    values = list(re.finditer(rb"(?<=[:=] )[^,{}\[\]\n#]+", content))
    where = chance.choice(values).span() if values else (0, 0)
    return content[: where[0]] + new + content[where[1] :]


# ------------------------------------------------------------------------------------ trees


def replanted(content: bytes, chance: random.Random) -> bytes:
    """A facts file, parsed, one branch of it altered, dumped; a file that is none stays as it is."""
    tree = _parsed(content)
    if not isinstance(tree, dict):
        return content
    tree = copy.deepcopy(tree)
    _alter(tree, chance, _fact_leaf)
    style = chance.choice((None, False, True))
    width = chance.choice((40, 80, 10_000))
    text: str = yaml.dump(
        tree,
        Dumper=_DUMPER,
        allow_unicode=chance.random() < 0.8,
        sort_keys=False,
        default_flow_style=style,
        width=width,
    )
    return text.encode("utf-8", "surrogatepass")


def rerecorded(content: bytes, chance: random.Random) -> bytes:
    """A record in JSON, parsed, one branch of it altered, dumped; a file that is none stays as it is."""
    try:
        tree = json.loads(content)
    except (ValueError, RecursionError):
        return content
    if not isinstance(tree, (dict, list)):
        return content
    _alter(tree, chance, _record_leaf)
    return json.dumps(tree, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


def _alter(tree: Any, chance: random.Random, leaf: Callable[[random.Random], Any]) -> None:
    """Change the tree in one to three places."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        places = list(_branches(tree))
        if not places:
            return
        (holder, key), (other, name) = chance.choice(places), chance.choice(places)
        match chance.randrange(7):
            case 0:  # two values of the same key change places: the likeliest to be valid still
                same = [(h, k) for h, k in places if k == key and h is not holder]
                other, name = chance.choice(same or places)
                _exchange(holder, key, other, name)
            case 1:
                _exchange(holder, key, other, name)
            case 2:
                holder[key] = leaf(chance)
            case 3:
                holder[key] = copy.deepcopy(other[name])
            case 4:
                del holder[key]
            case 5 if isinstance(holder, dict):
                holder[str(leaf(chance))[:200] if chance.random() < 0.5 else str(name)] = (
                    holder.pop(key)
                )
            case _:
                holder[key] = chance.choice(([holder[key]], {"a": holder[key]}, [], {}))


def _exchange(a: Any, key: Any, b: Any, name: Any) -> None:
    one, two = copy.deepcopy(a[key]), copy.deepcopy(b[name])
    a[key], b[name] = two, one


def _branches(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in the tree: what holds it, and its key there."""
    waiting, seen = [tree], set()
    while waiting:
        holder = waiting.pop()
        if id(holder) in seen:  # an alias leads there again, or inside itself
            continue
        seen.add(id(holder))
        for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
            yield holder, key
            if isinstance(holder[key], (dict, list)):
                waiting.append(holder[key])


def _fact_leaf(chance: random.Random) -> str:
    return chance.choice((*ODD_VALUES[:40], *ODD_TEXTS))


def _record_leaf(chance: random.Random) -> Any:
    return chance.choice(
        (
            None, True, False, 0, -1, 1, 2, 10**30, 1.5, float("nan"), float("inf"), 1e308, [], {}, [[]], {"a": 1},
            [None], "", "x", "../../x", "/", ".", "..", "a\x00b", "\ud800", "é" * 200, "x" * 5_000, "2024-01-01",
            "1", "#12345g", "final", "draft", *ODD_TEXTS,
        )
    )  # fmt: skip


@cache
def _parsed(content: bytes) -> Any:
    """The tree of a facts file; None where it is none, or one too large to be altered in good time."""
    if len(content) > _LONGEST or content.count(b"&") > 5:
        return None
    try:
        return yaml.load(content, Loader=_LOADER)
    except (yaml.YAMLError, ValueError, RecursionError, TypeError):
        return None


def resettled(content: bytes, chance: random.Random) -> bytes:
    """A ledger of deliveries with something in its table that briefing never writes there."""
    column = chance.choice(
        ("kind", "visit", "edition", "recipient", "address", "name", "state", "attempts", "changed", "answer")
    )  # fmt: skip
    odd = (
        0,
        -1,
        2**40,
        1.5,
        b"\xff\x00",
        "",
        "x",
        "2024-13-01",
        "9999-12-31T23:59:59+23:59",
        *ODD_TEXTS,
    )
    statement, values = chance.choice(
        (
            *((f"UPDATE delivery SET {column} = ?", (value,)) for value in odd),
            ("DROP TABLE delivery", ()),
            (f"ALTER TABLE delivery RENAME COLUMN {column} TO other", ()),
            ("DELETE FROM delivery", ()),
            ("CREATE TABLE other (a)", ()),
            ("PRAGMA user_version = 7", ()),
            ("PRAGMA application_id = 7", ()),
            ("PRAGMA journal_mode = WAL", ()),
        )
    )
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        try:
            connection.deserialize(content)
            connection.execute("PRAGMA ignore_check_constraints = 1")
            connection.execute(statement, values)
            return connection.serialize()
        except sqlite3.Error:
            return content


BYTES: Sequence[Mutator] = (truncated, flipped, holed, inserted, encoded)
TEXT: Sequence[Mutator] = (relined, revalued, exchanged, inflated)
FACTS: Sequence[Mutator] = (*BYTES, *TEXT, replanted, replanted, replanted)
"""For facts files."""
LIKELY: Sequence[Mutator] = (replanted, replanted, exchanged, revalued, relined)
"""For facts files, those that often leave one that can be built."""
RULES: Sequence[Mutator] = (*BYTES, *TEXT, revalued, exchanged)
"""For delivery.toml."""
RECORDS: Sequence[Mutator] = (*BYTES, *TEXT, rerecorded, rerecorded, rerecorded, rerecorded)
"""For what a build left."""
LEDGER: Sequence[Mutator] = (*BYTES, resettled, resettled, resettled)
"""For deliveries.sqlite."""
