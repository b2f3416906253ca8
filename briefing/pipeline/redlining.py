"""A Word file as tracked changes against another, with a page that says what changed and who says so.

The two are editions of one visit, or files that somebody has; what changed is then read from the facts
that travel in them, else from their tagged content controls.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefing.carried import FACT_TAG
from briefing.editions.history import History
from briefing.editions.record import Record
from briefing.editions.unchanged import visit_name
from briefing.errors import BriefingError, Diagnostic, Place, StateError
from briefing.facts.changes import changes
from briefing.facts.formulas import typeset
from briefing.facts.snapshots import Snapshot, snapshot
from briefing.language import Language, load_language
from briefing.pipeline.comparing import read_snapshot
from briefing.pipeline.preparing import Options, Prepared, prepare_content
from briefing.places import shipped
from briefing.readback import Found, read
from briefing.redline import Named, Sheet, redline, tagged_values
from briefing.sections.change_rows import shown
from briefing.sections.change_view import ShownChange, printed

WORD_FILE = "brief.docx"
_SHARES = (24, 17, 18, 18, 23)


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change, and the source and place that the claim has now, or had."""

    shown: ShownChange
    source: str

    def as_data(self) -> dict[str, object]:
        """The change for a program."""
        return {**self.shown.as_data(), "source": self.source}


@dataclass(frozen=True, slots=True)
class Compared:
    """Two Word files, what changed from one to the other (None: they do not say), and the words for it."""

    old: Named
    new: Named
    names: tuple[str, str]
    changes: tuple[ToldChange, ...] | None
    language: Language

    def redlined(self) -> bytes:
        """The new file with tracked changes. Raises UnreadableError."""
        return redline(self.old, self.new, self._sheet())

    def _sheet(self) -> Sheet:
        words: Mapping[str, str] = self.language.words["redline"]
        about = words["about"].format(old=self.names[0], new=self.names[1])
        if not self.changes:
            about = f"{words['unknown' if self.changes is None else 'nothing']} {about}"
        heads = tuple(words[key] for key in ("fact", "what", "old", "new", "source"))
        rows = tuple(_cells(change, self.language) for change in self.changes or ())
        return Sheet(words["title"], about, heads, rows, _SHARES)


def compare_editions(
    visit: Path, history: History, options: Options, *, old: int, new: int
) -> Compared:
    """Two editions of a visit. Raises StateError if one has no Word file any more, or FactsError."""
    name = visit_name(str(visit))
    records = [history.record(name, number) for number in (old, new)]
    files = [_word_file(history, record) for record in records]
    sides = [
        _Side(
            prepare_content(history.facts(record), f"{name}, edition {record.number}", options),
            read_snapshot(record, history.snapshot(record)),
        )
        for record in records
    ]
    language = sides[1].prepared.language
    words: Mapping[str, str] = language.words["redline"]
    names = [words["edition"].format(r.number, r.fingerprint) for r in records]
    return Compared(files[0], files[1], (names[0], names[1]), tuple(_told(*sides)), language)


def compare_files(old: Named, new: Named, options: Options) -> Compared:
    """Two Word files. Raises UnreadableError."""
    found = [read(file.content, file.name) for file in (old, new)]
    prepared = [
        _prepared(one, file.name, options) for one, file in zip(found, (old, new), strict=True)
    ]
    was, is_ = prepared
    language = is_.language if is_ else load_language("en-GB", _folders(options))
    words: Mapping[str, str] = language.words["redline"]
    names = [
        words["edition"].format(one.edition, one.fingerprint)
        if one.edition and one.fingerprint
        else _on_one_line(Path(file.name).name)
        for one, file in zip(found, (old, new), strict=True)
    ]
    told: tuple[ToldChange, ...] | None
    if was and is_:
        before = _snapshot(was, None)
        told = tuple(_told(_Side(was, before), _Side(is_, _snapshot(is_, before))))
    else:
        told = _told_by_tags(tagged_values(old), tagged_values(new), language)
    return Compared(old, new, (names[0], names[1]), told, language)


# ------------------------------------------------------------------------------- what changed


@dataclass(frozen=True, slots=True)
class _Side:
    prepared: Prepared
    snapshot: Snapshot


def _told(old: _Side, new: _Side) -> Iterator[ToldChange]:
    language = new.prepared.language
    found = changes(old.snapshot, new.snapshot)
    for change in shown(found, old.snapshot, new.snapshot, language):
        source = _source(new.prepared, change.id) or _source(old.prepared, change.id)
        yield ToldChange(change, source or language.word("none"))


def _source(prepared: Prepared, id: str) -> str:
    """The source of a fact and the place in it; the formula of a calculation; "" of anything else."""
    visit, wording = prepared.wording.visit, prepared.wording
    if id in visit.calculations:
        return typeset(visit.calculations[id].formula)
    if id not in visit.facts:
        return ""
    fact = visit.facts[id]
    title, place = visit.sources[fact.at.source].title, wording.place_text(fact)
    return f"{title}{wording.language.word('comma')}{place}" if place else title


def _told_by_tags(
    old: Mapping[str, tuple[str, ...]], new: Mapping[str, tuple[str, ...]], language: Language
) -> tuple[ToldChange, ...] | None:
    """What tagged values say; None where no file has any."""
    if not old and not new:
        return None
    none, words = language.word("none"), language.words["changes"]
    told = []
    for tag in dict.fromkeys((*new, *old)):
        was, is_ = old.get(tag, ()), new.get(tag, ())
        if was == is_:
            continue
        what = words["value"] if was and is_ else words["removed" if was else "added"]
        id = tag.removeprefix(FACT_TAG)
        before, after = (" / ".join(texts) or none for texts in (was, is_))
        told.append(ToldChange(ShownChange(id, id, "", "value", what, before, after), none))
    return tuple(told)


def _cells(change: ToldChange, language: Language) -> tuple[str, ...]:
    row = change.shown
    label = "" if row.label == language.word("none") else row.label
    what = language.capitalised(row.what + row.why)
    return (f"{label} {row.name}".strip(), what, row.before, row.after, change.source)


# -------------------------------------------------------------------------------- the two files


def _word_file(history: History, record: Record) -> Named:
    content = history.documents(record).get(WORD_FILE)
    place = history.documents_folder(record) / WORD_FILE
    if content is None:
        message = f"the Word file of edition {record.number} is not there, or not as it was built"
        hint = (
            "builds keep it unless --to leaves it out or --keep removes it; or name two DOCX files"
        )
        raise StateError([Diagnostic(Place(place.as_posix()), "", message, hint)])
    return Named(place.as_posix(), content)


def _prepared(found: Found, name: str, options: Options) -> Prepared | None:
    """The facts that travel in a file; None if none do, or not such that this version can read them."""
    if found.facts is None:
        return None
    try:
        return prepare_content(found.facts.content, f"{name}, {found.facts.name}", options)
    except BriefingError:
        return None


def _snapshot(prepared: Prepared, previous: Snapshot | None) -> Snapshot:
    wording = prepared.wording
    return snapshot(wording.visit, wording.results, printed(wording), previous)


def _folders(options: Options) -> list[Path]:
    return [*([options.templates] if options.templates else []), shipped("templates")]


def _on_one_line(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()
