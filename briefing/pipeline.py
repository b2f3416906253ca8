"""The whole program as one line: load → sections and charts → blocks → document → bytes.

Nothing here writes a file, reads a clock or decides what a brief says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.blocks import Attachment, Blocks, Chart, Document, Numeral, Text
from briefing.charts import ChartOmitted, ChartRefused, make_chart
from briefing.compose import Printing, compose, printings, stray_numerals
from briefing.compose.glyphs import missing_glyphs
from briefing.compose.ledger import skipped_headings
from briefing.errors import Diagnostic, FactsError, Place, TemplateError
from briefing.facts.calculations import evaluate
from briefing.language import Language, load_language
from briefing.load import Loaded, load
from briefing.load.dump import dump
from briefing.markdown import Omitted, Reader
from briefing.places import shipped
from briefing.sections import Edition, Section, Sections, Wording, render
from briefing.sections.chart_wording import ChartWording
from briefing.theme import Theme, load_theme
from briefing.writers import WRITERS

_HONEST = "show other facts, or choose another kind of chart"


@dataclass(frozen=True, slots=True)
class Options:
    """How to build: formats by name, a theme by name or path, templates laid over the shipped ones."""

    formats: tuple[str, ...] = ("docx", "pdf")
    theme: str = "default"
    templates: Path | None = None
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Built:
    """One visit's files by name, and the ledger (JSON) of every value that they print."""

    name: str
    files: Mapping[str, bytes]
    ledger: bytes
    warnings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What is odd about a visit, and the numerals in it that are a person's own words."""

    warnings: tuple[Diagnostic, ...]
    authored: tuple[Printing, ...]


@dataclass(frozen=True, slots=True)
class Composed:
    """A document with what it was made from."""

    document: Document
    loaded: Loaded
    wording: Wording
    warnings: tuple[Diagnostic, ...]


def visit_file(path: Path) -> Path:
    """The facts file of a visit given as its folder or as the file."""
    return path / "visit.yaml" if path.is_dir() else path


def visit_name(path: Path) -> str:
    """What the visit's folder in the output is called: its own folder's name, or the file's."""
    file = visit_file(path).resolve()
    return file.parent.name if file.name == "visit.yaml" else file.stem


def build(path: Path, options: Options) -> Built:
    """The files of one visit. Raises BriefingError with every diagnostic of the stage that failed."""
    theme = load_theme(options.theme)
    composed = compose_visit(path, options, theme)
    files = {}
    for name in options.formats:
        writer = WRITERS[name]
        files[f"brief{writer.suffix}"] = writer.write(composed.document, theme)
    return Built(visit_name(path), files, _ledger(composed), composed.warnings)


def check(path: Path, options: Options) -> Checked:
    """Everything that can be found without writing a file; errors are raised."""
    composed = compose_visit(path, options, load_theme(options.theme))
    authored = tuple(p for p in printings(composed.document) if p.numeral is Numeral.AUTHOR)
    return Checked(composed.warnings, authored)


def compose_visit(path: Path, options: Options, theme: Theme) -> Composed:
    """One visit's document, checked for stray numerals and missing glyphs."""
    file = visit_file(path)
    loaded = load(file)
    folders = _folders(options)
    language = load_language(loaded.visit.brief.language, folders)
    wording = Wording(loaded.visit, language, evaluate(loaded.visit))
    edition = Edition(1, _fingerprint(loaded, language, folders, theme))
    sections = render(wording, edition, folders)
    words = ChartWording(wording, edition, folders)
    charts, warnings = _charts(sections, words, theme, loaded, file)
    reader = Reader(sections.references, charts, language.word("omitted"))
    blocks = [(s.name, _read(reader, s)) for s in sections.sections]
    document = compose(blocks, wording, edition, theme, _attachments(loaded))
    _verify(document, theme, file)
    return Composed(document, loaded, wording, loaded.warnings + warnings)


def _read(reader: Reader, section: Section) -> Blocks:
    blocks = reader.read(section.text, section.file)
    skipped = skipped_headings(blocks)
    if skipped:
        message = "expected a heading one level below the one before it at most, found “{}”"
        raise TemplateError(
            [Diagnostic(Place(section.file), "", message.format(h)) for h in skipped]
        )
    return blocks


def _unplaced(sections: Sections, loaded: Loaded, file: Path) -> list[Diagnostic]:
    """The charts that the facts file declares and no section places."""
    placed = "".join(section.text for section in sections.sections)
    return [
        Diagnostic(
            loaded.places.get(f"charts.{key}", Place(str(file))),
            f"charts.{key}",
            f"no section places this chart{f': no section is called {spec.after!r}' if spec.after else ''}",
            "say after which section it stands, such as “after: trade”",
        )
        for key, spec in loaded.visit.charts.items()
        if f"(chart:{key})" not in placed
    ]


def _folders(options: Options) -> Sequence[Path]:
    return [*([options.templates] if options.templates else []), shipped("templates")]


def _charts(
    sections: Sections, words: ChartWording, theme: Theme, loaded: Loaded, file: Path
) -> tuple[dict[str, Chart | Omitted], tuple[Diagnostic, ...]]:
    charts: dict[str, Chart | Omitted] = {}
    errors, warnings = _unplaced(sections, loaded, file), []
    wording = words.wording
    for key, spec in sections.charts.items():
        made = make_chart(spec, wording.visit, theme, words)
        place = loaded.places.get(f"charts.{key}", Place(str(file)))
        match made:
            case ChartRefused(reason) if key in wording.visit.charts:
                errors.append(Diagnostic(place, f"charts.{key}", reason, _HONEST))
            case ChartRefused(reason) | ChartOmitted(reason):
                # A section asks for a chart where the facts look fit for one: what turns out not
                # to be honest, or to lack its facts, is left out in sight of the reader.
                sentence = wording.label(wording.language.capitalised(reason))
                charts[key] = Omitted((sentence, Text(wording.language.word("full-stop"))))
                warnings.append(Diagnostic(place, f"charts.{key}", reason, severity="warning"))
            case _:
                charts[key] = made
    if errors:
        raise FactsError(errors)
    return charts, tuple(warnings)


def _attachments(loaded: Loaded) -> tuple[Attachment, ...]:
    if loaded.visit.brief.attach != "file":
        return ()
    return (Attachment("visit.yaml", "application/yaml", "Source", loaded.content),)


def _verify(document: Document, theme: Theme, file: Path) -> None:
    stray = stray_numerals(document)
    if stray:
        raise TemplateError(
            [
                Diagnostic(Place(str(file)), "", f"the digits in “{text}” belong to no fact")
                for text in stray
            ]
        )
    missing = missing_glyphs(document, theme, str(file))
    if missing:
        raise FactsError(missing)


def _fingerprint(loaded: Loaded, language: Language, folders: Sequence[Path], theme: Theme) -> str:
    """The first letters of the content hash: facts, templates, theme and language."""
    digest = hashlib.sha256()
    digest.update(dump(loaded.visit).encode())
    for folder in folders:
        words = folder / language.locale.language
        for template in sorted([*words.glob("*.j2"), *words.glob("words.toml")]):
            # As text: a checkout with other line ends is the same templates.
            text = template.read_text(encoding="utf-8", errors="replace")
            digest.update(f"{template.name}\n{text}".encode())
    digest.update(repr((theme.page, theme.colours, theme.roles, theme.boxes)).encode())
    digest.update(language.tag.encode())
    letters = digest.hexdigest()[:8]
    return f"{letters[:4]} {letters[4:]}"


def _ledger(composed: Composed) -> bytes:
    """Every printed value with its fact, formula, interval, speaker and place, as JSON."""
    wording = composed.wording
    origins = {
        id: _origin(id, wording) for id in (*wording.visit.facts, *wording.visit.calculations)
    }
    printed = [
        {
            "text": p.text,
            "class": p.numeral.value,
            "id": p.id,
            "form": p.form,
            "section": p.section,
        }
        for p in printings(composed.document)
    ]
    ledger = {"visit": wording.visit.visit.title, "origins": origins, "printed": printed}
    return (json.dumps(ledger, ensure_ascii=False, indent=1) + "\n").encode()


def _origin(id: str, wording: Wording) -> dict[str, str]:
    described = "".join(getattr(inline, "text", "") for inline in wording.describe(id))
    calculation = wording.visit.calculations.get(id)
    if calculation is not None:
        result = wording.results[id]
        interval = (
            wording.interval(id).text if result.value is not None and not result.exact else ""
        )
        return {
            "description": described,
            "class": wording.class_of(id),
            "formula": calculation.formula,
            "interval": interval,
            "because": calculation.because,
            "dropped": result.dropped,
        }
    fact = wording.visit.facts[id]
    return {
        "description": described,
        "class": wording.class_of(id),
        "speaker": wording.says(fact).text,
        "mode": wording.mode(fact),
        "source": wording.visit.sources[fact.at.source].title,
        "place": wording.place_text(fact),
        "words": "" if wording.is_withheld(fact) else " … ".join(fact.words),
    }
