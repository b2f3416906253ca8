"""A visit loaded and worded, its hashes taken, and what is out of date in it: before anything is made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from briefing.editions.unchanged import facts_file
from briefing.errors import Diagnostic, Place, StaleError
from briefing.facts.calculations import evaluate
from briefing.facts.clearance import Standing, fingerprint, standing
from briefing.facts.freshness import Staleness, stale
from briefing.language import Language, load_language
from briefing.load import Loaded, load, loads
from briefing.pipeline.hashes import content_hash, content_parts
from briefing.places import shipped
from briefing.sections import Wording
from briefing.theme import Theme, load_theme

StalePolicy = Literal["warn", "mark", "fail"]
"""What to do about facts that are out of date: warn of them, mark them in the brief, or build nothing."""


@dataclass(frozen=True, slots=True)
class WordWishes:
    """What is asked of the Word file alone, and is no content: cautions as `comments`, a house template.

    `template` is the template's bytes (empty: none), `template_name` what diagnostics call it. `layout`
    makes a PDF of a Word file, for the page numbers of its contents list.
    """

    comments: bool = False
    template: bytes = field(default=b"", repr=False)
    template_name: str = ""
    layout: Callable[[bytes], bytes] | None = field(default=None, repr=False, compare=False)

    def as_text(self) -> str:
        """The wishes as one text; "" where there are none."""
        house = hashlib.sha256(self.template).hexdigest() if self.template else ""
        wishes = ("comments" if self.comments else "", "pages" if self.layout else "", house)
        return " ".join(filter(None, wishes))


@dataclass(frozen=True, slots=True)
class Options:
    """How to build: formats by name, a theme by name or path, templates laid over the shipped ones.

    `today` only decides which facts are out of date; without it none is. `drawings` are charts that
    were drawn before, as JSON by key: what is there is not drawn again. `data` is the folder of the
    data files, where that is not the facts file's own.
    """

    formats: tuple[str, ...] = ("docx", "pdf")
    theme: str = "default"
    templates: Path | None = None
    strict: bool = False
    stale: StalePolicy = "warn"
    today: date | None = None
    drawings: MutableMapping[str, str] = field(default_factory=dict, compare=False)
    word: WordWishes = WordWishes()
    data: Path | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A visit that is loaded and worded, and its hashes; nothing of its brief is made yet.

    `stale` are the facts and calculations that are out of date, of which the brief marks those in
    `wording.stale`. `parts` are the hashes of what the content depends on;
    `data` is where its data files are.
    """

    file: Path
    loaded: Loaded
    language: Language
    theme: Theme
    folders: Sequence[Path]
    wording: Wording
    stale: Mapping[str, Staleness]
    parts: Mapping[str, str]
    warnings: tuple[Diagnostic, ...]
    drawings: MutableMapping[str, str]
    word: WordWishes
    data: Path

    @property
    def content(self) -> str:
        """The content hash: what makes this edition another than the last."""
        return content_hash(self.parts)

    @property
    def fingerprint(self) -> str:
        """The first letters of the content hash, as the brief prints them."""
        return fingerprint(self.content)

    @property
    def standing(self) -> Standing:
        """How far the brief is cleared for use."""
        return standing(self.loaded.visit.brief, self.content)


def visit_file(path: Path) -> Path:
    """The facts file of a visit given as its folder or as the file."""
    return Path(facts_file(str(path)))


def prepare(path: Path, options: Options, theme: Theme | None = None) -> Prepared:
    """One visit, loaded and worded. Raises BriefingError, StaleError if it must not be out of date."""
    file = visit_file(path)
    return prepare_loaded(file, load(file, options.data), options, theme)


def prepare_content(content: bytes, name: str, options: Options) -> Prepared:
    """The same for a facts file's bytes; `name` is what diagnostics call it."""
    return prepare_loaded(Path(name), loads(content, name), options)


def prepare_loaded(
    file: Path, loaded: Loaded, options: Options, theme: Theme | None = None
) -> Prepared:
    """The same for a visit that is loaded already."""
    theme = theme or load_theme(options.theme)
    folders = [*([options.templates] if options.templates else []), shipped("templates")]
    language = load_language(loaded.visit.brief.language, folders)
    old = stale(loaded.visit, options.today) if options.today else {}
    marked = old if options.stale == "mark" else {}
    wording = Wording(loaded.visit, language, evaluate(loaded.visit), marked)
    told = tuple(_out_of_date(old, loaded, file, options))
    if options.stale == "fail" and told:
        raise StaleError(told)
    parts = content_parts(loaded, language, folders, theme, marked)
    return Prepared(
        file,
        loaded,
        language,
        theme,
        folders,
        wording,
        old,
        parts,
        told,
        options.drawings,
        options.word,
        options.data or file.parent,
    )


_NEWER_FIGURE = "enter the newer figure; or set its next_release or max_age anew"
_NEWER_FILE = "put the new data file in place of the old one, and set its source’s dates anew"


def _out_of_date(
    old: Mapping[str, Staleness], loaded: Loaded, file: Path, options: Options
) -> Iterable[Diagnostic]:
    """One diagnostic a fact that is out of date, and one a query; of calculations their facts tell."""
    told: set[str] = set()
    for id, one in old.items():
        query = getattr(loaded.visit.facts.get(id), "query", "")
        if one.inputs or query in told:
            continue
        told |= {query} if query else set()
        why = "new figures were due" if one.why == "released" else "older than its maximum age"
        of = "" if one.rule == "fact" else " (of its source)"
        place = loaded.places.get(f"facts.{id}", Place(str(file)))
        yield Diagnostic(
            place,
            f"facts.{id}",
            f"out of date since {one.since.isoformat()}: {why}{of}",
            _NEWER_FILE if query else _NEWER_FIGURE,
            "error" if options.stale == "fail" else "warning",
        )
