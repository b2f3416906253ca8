"""Changes: fact by fact, what the facts of an edition state otherwise than those of the edition before.

The list explains every difference between two snapshots and nothing else. No words of a brief here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from briefing.facts.causes import causes
from briefing.facts.kinds_of_change import ChangeKind, kind_of
from briefing.facts.reading import QUANTITY_KINDS
from briefing.facts.snapshots import Entries, Fields, Snapshot


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: a field of an entry, a whole entry, or where an entry stands.

    `kind` is what it is for a reader, `act` what was done. `section` and `id` say to what, as a
    Snapshot has them; in a list the id is the place in the new file, or in the old one for what was
    removed. A field that was "changed" goes from `before` to `after`, "" where it says nothing. Of an
    entry that was "added" or "removed", `stated` has every field, and `after` or `before` the first of
    them: what the entry is called. One that was "moved" is told `before` and `after` with the nearest id
    in front of it that did not move; "" is the front. `behind` is the id just in front of an entry that
    was added or moved, and was in front of one that is removed. `because` names what moved a
    calculation's result (see `causes`).

    Texts are as the author wrote them, and what is withheld is among them: `withholds` says where one
    side may not be printed.
    """

    kind: ChangeKind
    act: Literal["changed", "added", "removed", "moved"]
    section: str
    id: str
    field: str = ""
    before: str = ""
    after: str = ""
    stated: tuple[tuple[str, str], ...] = ()
    behind: str = ""
    because: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The entry as authors read it: `facts.F29`, `bottom_line[0]`, `brief`."""
        if not self.id:
            return self.section
        return f"{self.section}[{self.id}]" if self.id.isdecimal() else f"{self.section}.{self.id}"

    @property
    def withholds(self) -> bool:
        """Whether a value was withheld, or is no longer: the reason stands in place of the value."""
        field = self.stated[0][0] if self.stated else self.field
        texts = (self.before, self.after)
        return field in QUANTITY_KINDS and any(text.startswith("withheld") for text in texts)


def changes(old: Snapshot, new: Snapshot) -> tuple[Change, ...]:
    """What `new` states otherwise than `old`, in the order of the new facts file; none for equal ones.

    What was removed stands at its old place. The order of entries matters, as they print in it: the
    fewest entries that must be moved are told. A sentence in a list is known by its words: one put in
    front of others is one addition, and none of the others has changed.
    """
    made: list[Change] = []
    for section in _merged(list(old.sections), list(new.sections)):
        before, after = old.sections.get(section, {}), new.sections.get(section, {})
        listed = all(id.isdecimal() for id in (*before, *after))
        told = _in_list if listed else _in_entries
        made += told(section, before, after)
    return tuple(_with_causes(one, old, new) for one in made)


def _with_causes(change: Change, old: Snapshot, new: Snapshot) -> Change:
    if (change.section, change.act, change.field) != ("calculations", "changed", "result"):
        return change
    return replace(change, because=causes(change.id, old, new))


# --------------------------------------------------------------------------- entries with ids


def _in_entries(section: str, old: Entries, new: Entries) -> Iterator[Change]:
    was_behind, is_behind = _fronts(old), _fronts(new)
    moved = _moved(list(old), list(new))
    stayed = {id for id in old if id in new and id not in moved}
    old_anchors, new_anchors = _anchors(old, stayed), _anchors(new, stayed)
    for id in _merged(list(old), list(new)):
        if id not in old:
            yield _added(section, id, new[id], is_behind[id])
        elif id not in new:
            yield _removed(section, id, old[id], was_behind[id])
        else:
            if id in moved:
                before, after = old_anchors[id], new_anchors[id]
                yield Change("order", "moved", section, id, "", before, after, behind=is_behind[id])
            yield from _in_fields(section, id, old[id], new[id])


def _fronts(entries: Entries) -> dict[str, str]:
    """The id in front of each; "" for the first."""
    ids = list(entries)
    return dict(zip(ids, ["", *ids[:-1]], strict=False))


def _anchors(entries: Entries, stayed: set[str]) -> dict[str, str]:
    """For each id, the nearest in front of it that stayed where it was; "" where none did.

    It is another before and after a move, or one more could have stayed.
    """
    anchors: dict[str, str] = {}
    anchor = ""
    for id in entries:
        anchors[id] = anchor
        anchor = id if id in stayed else anchor
    return anchors


def _merged(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """The ids of both in the order of the new; one that is gone follows what it followed."""
    gone: dict[str | None, list[str]] = {}
    kept, front = set(new), None
    for id in old:
        if id in kept:
            front = id
        else:
            gone.setdefault(front, []).append(id)
    return [id for key in (None, *new) for id in (key, *gone.get(key, ())) if id is not None]


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The fewest ids of both that must be moved: all but a longest run that kept its order."""
    places = {id: place for place, id in enumerate(old)}
    common = [id for id in new if id in places]
    ends: list[int] = []  # the lowest place that a run of each length can end with
    lasts: list[str] = []
    front: dict[str, str | None] = {}
    for id in common:
        length = bisect_left(ends, places[id])
        front[id] = lasts[length - 1] if length else None
        ends[length : length + 1] = [places[id]]
        lasts[length : length + 1] = [id]
    kept: set[str] = set()
    last = lasts[-1] if lasts else None
    while last is not None:
        kept.add(last)
        last = front[last]
    return set(common) - kept


# ----------------------------------------------------------------------------- lists and fields


def _in_list(section: str, old: Entries, new: Entries) -> Iterator[Change]:
    one, other = list(old.values()), list(new.values())
    alike = SequenceMatcher(None, _comparable(one), _comparable(other), autojunk=False)
    for tag, i, i_end, j, j_end in alike.get_opcodes():
        if tag == "equal":
            continue
        both = min(i_end - i, j_end - j)
        for n in range(both):
            yield from _in_fields(section, str(j + n), one[i + n], other[j + n])
        for n in range(i + both, i_end):
            yield _removed(section, str(n), one[n], _in_front(n))
        for n in range(j + both, j_end):
            yield _added(section, str(n), other[n], _in_front(n))


def _comparable(entries: list[Fields]) -> list[tuple[tuple[str, str], ...]]:
    return [tuple(sorted(fields.items())) for fields in entries]


def _in_front(place: int) -> str:
    return str(place - 1) if place else ""


def _in_fields(section: str, id: str, old: Fields, new: Fields) -> Iterator[Change]:
    for field in _merged(list(old), list(new)):
        before, after = old.get(field, ""), new.get(field, "")
        if before != after:
            kind = kind_of(section, field, before, after)
            yield Change(kind, "changed", section, id, field, before, after)


def _added(section: str, id: str, fields: Fields, behind: str) -> Change:
    kind: ChangeKind = "added" if section == "facts" else kind_of(section, "", "", "")
    called = next(iter(fields.values()), "")
    stated = tuple(fields.items())
    return Change(kind, "added", section, id, "", "", called, stated, behind)


def _removed(section: str, id: str, fields: Fields, behind: str) -> Change:
    kind: ChangeKind = "removed" if section == "facts" else kind_of(section, "", "", "")
    called = next(iter(fields.values()), "")
    stated = tuple(fields.items())
    return Change(kind, "removed", section, id, "", called, "", stated, behind)
