"""From a visit and the section templates to Markdown text, a reference for each printed value.

Which facts a section speaks of is decided here, in the templates; numbering and notes are not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from briefing.blocks import Inlines
from briefing.facts.chart_specs import ChartSpec
from briefing.facts.model import Visit
from briefing.facts.prose import Prose
from briefing.sections.edition import Edition
from briefing.sections.prose import prose_markdown
from briefing.sections.queries import Queries
from briefing.sections.templates import Runner, Templates
from briefing.sections.wording import Wording

__all__ = ["Edition", "Section", "Sections", "Wording", "render", "render_letter"]


@dataclass(frozen=True, slots=True)
class Section:
    """One section's Markdown text; `name` is the file name without number and suffix."""

    name: str
    text: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Sections:
    """Every section in order, what their references stand for, and the charts they ask for."""

    sections: tuple[Section, ...]
    references: Mapping[str, Inlines]
    charts: Mapping[str, ChartSpec]


def render(
    wording: Wording, edition: Edition, folders: Sequence[Path], illustrations: bool = False
) -> Sections:
    """The sections of a brief, in the order of their file names; an empty section is left out.

    `folders` hold one folder a language; an earlier one lies over a later one. Raises TemplateError.
    """
    templates = Templates(wording.language.tag.split("-", maxsplit=1)[0], folders)
    queries = Queries(wording, edition, charts=dict(wording.visit.charts))
    runner = Runner(templates, {}, {})
    runner.names(_names(queries, runner))
    sections = []
    for name in templates.sections():
        text = runner.run(name).strip()
        if text:
            short = name.split("-", 1)[1].removesuffix(".md.j2")
            sections.append(Section(short, text, templates.path(name).as_posix()))
    return Sections(tuple(sections), runner.references.inlines, queries.charts)


def render_letter(
    wording: Wording, edition: Edition, folders: Sequence[Path], template: str, **names: object
) -> Sections:
    """One template by itself, such as the letter of an e-mail, with names of its own beside the rest."""
    templates = Templates(wording.language.tag.split("-", maxsplit=1)[0], folders)
    queries = Queries(wording, edition)
    runner = Runner(templates, {}, {})
    runner.names({**_names(queries, runner), **names})
    section = Section(template, runner.run(template).strip(), templates.path(template).as_posix())
    return Sections((section,), runner.references.inlines, queries.charts)


def _names(queries: Queries, runner: Runner) -> dict[str, Any]:
    visit = queries.visit

    def prose(text: Prose) -> Markup:
        return prose_markdown(text, queries.wording, runner.references)

    def chart(kind: str, key: str, **options: Any) -> Markup:
        spec = ChartSpec(key=key, kind=kind, **{k: _keys(v) for k, v in options.items()})
        if any(_shows_the_same(declared, spec) for declared in visit.charts.values()):
            return Markup("")
        queries.charts.setdefault(key, spec)
        return Markup(f"![](chart:{key})")

    return {**_of_visit(visit), **_of_queries(queries), "prose": prose, "chart": chart}


def _of_visit(visit: Visit) -> dict[str, Any]:
    """What the facts file says by itself."""
    return {
        "visit": visit.visit,
        "brief": visit.brief,
        "people": visit.people,
        "sources": visit.sources,
        "cautions": [c for c in visit.cautions.values() if c.show == "box"],
        "bottom_line": visit.bottom_line,
        "commentary": _commentary(visit),
        "objectives": visit.objectives,
        "points_to_make": visit.points_to_make,
        "if_raised": visit.if_raised,
        "sensitive": visit.sensitive,
        "biographies": visit.biographies,
        "programme": visit.programme,
        "ledger_cautions": [c for c in visit.cautions.values() if c.show == "ledger"],
        "declared_charts": _declared(visit),
    }


def _of_queries(queries: Queries) -> dict[str, Any]:
    """The questions a template may put, and the words it may use."""
    visit, wording = queries.visit, queries.wording
    return {
        "edition": queries.edition,
        "all_facts": [queries.fact(key) for key in visit.facts],
        "all_calculations": [
            v for v in map(queries.calculation, visit.calculations) if queries.in_ledger(v)
        ],
        "fact": queries.fact,
        "facts": queries.facts,
        "calculation": queries.calculation,
        "calculations": queries.calculations,
        "dropped": queries.dropped,
        "measures": queries.measures,
        "head": queries.head,
        "by_status": queries.by_status,
        "conflicting": queries.conflicting,
        "missing": queries.missing,
        "out_of_date": queries.out_of_date,
        "behind": queries.behind,
        "changed_parts": queries.changed_parts,
        "key_figures": queries.key_figures,
        "figure_rows": queries.figure_rows,
        "statistics": queries.statistics,
        "statements": queries.statements,
        "resolved": queries.readings,
        "timeline": queries.timeline,
        "loose_events": queries.loose_events,
        "source_line": queries.source_line,
        "place_legend": queries.place_legend,
        "inferred_dates": queries.inferred_dates(),
        "charts_asked": lambda: queries.charts,
        "person_text": lambda key: wording.person(key, full=True).text,
        "country_text": wording.language.country,
        "period_text": wording.language.period,
        "bare": Markup,
        "person": queries.person,
        "speakers": queries.speakers,
        "country": queries.country,
        "listing": queries.listing,
        "link": queries.link,
        "refer": queries.refer,
        "day": queries.day,
        "count": queries.count,
        "label": queries.label,
        "standard": queries.standard,
        "word": wording.language.word,
        "language": wording.language,
    }


def _shows_the_same(declared: ChartSpec, automatic: ChartSpec) -> bool:
    """Whether the author asked for this chart in a form of their own."""
    shared = set(declared.facts) & set(automatic.facts)
    same_kind = declared.key != automatic.key and declared.kind == automatic.kind
    return same_kind and bool(shared or declared.kind == "timeline")


def _keys(value: Any) -> Any:
    """Views of facts as their keys, so that a chart can be asked for with views."""
    if isinstance(value, (list, tuple)):
        return tuple(_keys(item) for item in value)
    return getattr(value, "key", value)


def _commentary(visit: Visit) -> dict[str, list[Prose]]:
    """A section's commentary cut into paragraphs at blank lines."""
    return {
        name: [Prose(" ".join(p.split())) for p in prose.text.split("\n\n") if p.strip()]
        for name, prose in visit.commentary.items()
    }


def _declared(visit: Visit) -> dict[str, list[str]]:
    """The keys of the charts that the facts file declares, by the section they follow."""
    by_section: dict[str, list[str]] = {}
    for key, spec in visit.charts.items():
        by_section.setdefault(spec.after, []).append(key)
    return by_section
