"""From a prepared visit to its Document: sections and charts → blocks → document, checked on the way.

Nothing here writes a file, reads a clock or decides what a brief says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from briefing.blocks import Attachment, Blocks, Chart, Document, Text
from briefing.carried import FACTS_FILE, PRINTED_FACTS, YAML
from briefing.charts import ChartOmitted, ChartRefused, make_chart
from briefing.compose import compose, stray_numerals
from briefing.compose.glyphs import missing_glyphs
from briefing.compose.ledger import skipped_headings
from briefing.errors import Diagnostic, FactsError, Place, TemplateError
from briefing.load import Loaded
from briefing.markdown import Omitted, Reader
from briefing.pipeline.preparing import Options, Prepared, prepare
from briefing.pipeline.printed import printed_facts, unprinted_sentences
from briefing.sections import Edition, Sections, Wording, render
from briefing.sections.chart_wording import ChartWording
from briefing.theme import Theme

_HONEST = "show other facts, or choose another kind of chart"


@dataclass(frozen=True, slots=True)
class Composed:
    """A document with what it was made from."""

    document: Document
    loaded: Loaded
    wording: Wording
    warnings: tuple[Diagnostic, ...]


def compose_visit(path: Path, options: Options, theme: Theme | None = None) -> Composed:
    """One visit's document as a first edition."""
    return compose_prepared(prepare(path, options, theme), Edition())


def compose_prepared(prepared: Prepared, edition: Edition) -> Composed:
    """A visit's document as the given edition, checked for stray numerals and missing glyphs.

    The edition's fingerprint and standing are those of `prepared`.
    """
    file, loaded, wording, theme = (
        prepared.file, prepared.loaded, prepared.wording, prepared.theme
    )  # fmt: skip
    edition = replace(edition, fingerprint=prepared.fingerprint, standing=prepared.standing)
    sections = render(wording, edition, prepared.folders)
    words = ChartWording(wording, edition, prepared.folders)
    charts, warnings = _charts(sections, words, prepared)
    reader = Reader(sections.references, charts, prepared.language.word("omitted"))
    blocks = [(s.name, reader.read(s.text, s.file)) for s in sections.sections]
    _refuse_skipped(sections, [section for _, section in blocks])
    document = compose(blocks, wording, edition, theme)
    refuse_strays(document, file)
    _refuse_signs(document, theme, file)
    warnings += _unprinted(document, prepared)
    facts = _facts(document, prepared)
    document = replace(document, attachments=(*facts, *document.attachments))
    return Composed(document, loaded, wording, loaded.warnings + prepared.warnings + warnings)


def _refuse_skipped(sections: Sections, blocks: list[Blocks]) -> None:
    files = (section.file for section in sections.sections)
    skipped = skipped_headings(zip(files, blocks, strict=True))
    if skipped:
        message = "expected a heading one level below the one before it at most, found “{}”"
        hint = "a brief begins with a heading of level one, and no level is left out"
        raise TemplateError(
            [Diagnostic(Place(file), "", message.format(h), hint) for file, h in skipped]
        )


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


def _charts(
    sections: Sections, words: ChartWording, prepared: Prepared
) -> tuple[dict[str, Chart | Omitted], tuple[Diagnostic, ...]]:
    charts: dict[str, Chart | Omitted] = {}
    loaded, file = prepared.loaded, prepared.file
    errors, warnings = _unplaced(sections, loaded, file), []
    wording = words.wording
    for key, spec in sections.charts.items():
        made = make_chart(
            spec,
            wording.visit,
            prepared.theme,
            words,
            drawings=prepared.drawings,
            results=wording.results,
        )
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


def _unprinted(document: Document, prepared: Prepared) -> tuple[Diagnostic, ...]:
    """A person's sentences that no section prints, where they travel in the facts file all the same."""
    loaded = prepared.loaded
    if loaded.visit.brief.travels != "file":
        return ()
    message = "prints nowhere, but stands in this file, which travels with the brief"
    hint = "remove it, or set brief: attach: printed"
    whole = Place(str(prepared.file))
    return tuple(
        Diagnostic(loaded.places.get(path, whole), path, message, hint, "warning")
        for path in unprinted_sentences(document, prepared.wording)
    )


def _facts(document: Document, prepared: Prepared) -> tuple[Attachment, ...]:
    """The facts file as it travels: whole, as far as the document prints it, or not at all."""
    match prepared.loaded.visit.brief.travels:
        case "file":
            content = prepared.loaded.travelling
            same = content == prepared.loaded.content
            about = f"The facts file, {'byte for byte' if same else 'with what its queries gave'}"
            return (Attachment(FACTS_FILE, YAML, "Source", content, about),)
        case "printed":
            about = "The facts that the brief prints"
            content = printed_facts(document, prepared.wording, prepared.standing)
            return (Attachment(PRINTED_FACTS, YAML, "Data", content, about),) if content else ()
        case "none":
            return ()


def refuse_strays(document: Document, file: Path) -> None:
    """Raise TemplateError for digits that belong to no fact."""
    stray = stray_numerals(document)
    if stray:
        raise TemplateError(
            [
                Diagnostic(Place(str(file)), "", f"the digits in “{text}” belong to no fact")
                for text in stray
            ]
        )


def _refuse_signs(document: Document, theme: Theme, file: Path) -> None:
    """Raise FactsError for characters that no font of the theme has."""
    missing = missing_glyphs(document, theme, str(file))
    if missing:
        raise FactsError(missing)
