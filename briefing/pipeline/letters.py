"""The letter of an e-mail: an edition's bottom line, key figures, main chart, and what changed since.

Made from the facts as the edition had them, whatever the facts file says by now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from briefing.blocks import Chart, Document
from briefing.charts import make_chart
from briefing.compose.message import compose_message
from briefing.editions.history import FACTS, History
from briefing.editions.record import Record
from briefing.errors import Diagnostic, Place
from briefing.facts.changes import changes
from briefing.facts.freshness import stale
from briefing.load import loads
from briefing.markdown import Reader
from briefing.pipeline.comparing import read_snapshot
from briefing.pipeline.composing import refuse_strays
from briefing.pipeline.preparing import Options, Prepared, prepare_loaded
from briefing.sections import Edition, Wording, render, render_letter
from briefing.sections.change_rows import shown
from briefing.sections.chart_wording import ChartWording
from briefing.writers.html import write_html
from briefing.writers.pictures import png_of
from briefing.writers.text import message_text

LONGEST = 12
"""Rows of changes that a letter shows; the brief has all."""

_DPI = 200  # about twice what a screen shows, so that a chart stays sharp on a fine one


@dataclass(frozen=True, slots=True)
class Message:
    """A letter, ready to be sent: `images` are PNG files by the content-id that the HTML names."""

    subject: str
    text: str
    html: str
    images: Mapping[str, bytes]
    language: str
    left_out: str


class LetterWriter:
    """Writes the letters of one edition, each for readers who had a certain edition before."""

    def __init__(self, record: Record, history: History, options: Options) -> None:
        self.record = record
        self.history = history
        name = (history.state / record.visit / str(record.number) / FACTS).as_posix()
        loaded = loads(history.facts(record), name)
        prepared = prepare_loaded(Path(name), loaded, options)
        self.prepared = replace(prepared, wording=_as_built(prepared, record))
        self.warnings = tuple(_otherwise(prepared, record))
        self._charts = self._made()

    def edition(self, since: int | None) -> Message:
        """The letter to those who had the edition `since` before, or none."""
        edition = self._edition(since)
        main = next(iter(self._charts), "")
        document = self._document(
            "_mail.md.j2", edition, self._charts, main_chart=main, longest=LONGEST
        )
        pictures = {
            id: png_of(self._charts[key].drawing, self.prepared.theme, _DPI)
            for key, id in self._content_ids.items()
        }
        return self._message(document, pictures)

    def withdrawal(self, because: str) -> Message:
        """The news that the edition was withdrawn, to those who had it."""
        visit = self.record.visit
        withdrawn = self.history.withdrawals(visit)
        good = [number for number in self.history.numbers(visit) if number not in withdrawn]
        newer = max((number for number in good if number > self.record.number), default=0)
        document = self._document(
            "_mail-withdrawn.md.j2",
            self._edition(None),
            {},
            withdrawn=True,
            because=because,
            newer=newer,
        )
        return self._message(document, {})

    def _edition(self, since: int | None) -> Edition:
        record = self.record
        edition = Edition(record.number, record.fingerprint, record.standing)
        if since is None or since >= record.number:
            return edition
        before = self.history.record(record.visit, since)
        old = read_snapshot(before, self.history.snapshot(before))
        new = read_snapshot(record, self.history.snapshot(record))
        rows = shown(changes(old, new), old, new, self.prepared.language)
        return replace(edition, since=since, changes=rows)

    def _document(
        self,
        template: str,
        edition: Edition,
        charts: Mapping[str, Chart],
        *,
        withdrawn: bool = False,
        **names: object,
    ) -> Document:
        prepared, wording = self.prepared, self.prepared.wording
        made = render_letter(wording, edition, prepared.folders, template, **names)
        reader = Reader(made.references, dict(charts), prepared.language.word("omitted"))
        (section,) = made.sections
        blocks = reader.read(section.text, section.file)
        document = compose_message(blocks, wording, edition, prepared.theme, withdrawn=withdrawn)
        refuse_strays(document, prepared.file)  # but no sign: a mail program has fonts of its own
        return document

    def _message(self, document: Document, images: Mapping[str, bytes]) -> Message:
        addresses = {key: f"cid:{id}" for key, id in self._content_ids.items()}
        return Message(
            document.meta.title,
            message_text(document),
            write_html(document, self.prepared.theme, addresses).decode(),
            images,
            self.prepared.language.tag,
            self.prepared.language.words["mail"]["left-out"],
        )

    @property
    def _content_ids(self) -> dict[str, str]:
        """The content-id of each chart by its key, which may be an id that prints nowhere."""
        return {key: f"chart-{nth}" for nth, key in enumerate(self._charts, 1)}

    def _made(self) -> dict[str, Chart]:
        """The main chart: the first that the brief places and that can be drawn."""
        prepared = self.prepared
        edition = Edition(self.record.number, self.record.fingerprint, self.record.standing)
        sections = render(prepared.wording, edition, prepared.folders)
        text = "".join(section.text for section in sections.sections)
        placed = [key for key in sections.charts if f"(chart:{key})" in text]
        words = ChartWording(prepared.wording, edition, prepared.folders)
        for key in sorted(placed, key=lambda key: text.index(f"(chart:{key})")):
            made = make_chart(
                sections.charts[key],
                prepared.wording.visit,
                prepared.theme,
                words,
                drawings=prepared.drawings,
            )
            if isinstance(made, Chart):
                return {key: made}
        return {}


def _as_built(prepared: Prepared, record: Record) -> Wording:
    """The wording with the facts marked that the edition marks as out of date."""
    visit, wording = prepared.loaded.visit, prepared.wording
    ever = stale(visit, date.max)
    marked = {id: ever[id] for id in record.stale if id in ever}
    return Wording(visit, wording.language, wording.results, marked)


def _otherwise(prepared: Prepared, record: Record) -> Iterator[Diagnostic]:
    """A warning where a letter is worded or looks otherwise than the brief that it comes with."""
    for part, option in (("templates", "--templates"), ("theme", "--theme")):
        if prepared.parts[part] != record.parts.get(part):
            yield Diagnostic(
                Place(f"{record.visit}, edition {record.number}"),
                "",
                f"the brief was built with other {part} than the letter",
                f"give {option} as the build had it",
                severity="warning",
            )
