"""Native charts as parts of the file: each with its workbook, so that a reader can edit its numbers."""

from __future__ import annotations

from docx.opc.part import Part

from briefing.blocks import Chart, NativeChart, plain
from briefing.theme import Theme
from briefing.writers.docx.chart_data import book, grid
from briefing.writers.docx.chart_part import chart_part
from briefing.writers.docx.elements import element, emu, w
from briefing.writers.docx.markup import NAMESPACES, Element
from briefing.writers.docx.package import Package, fill
from briefing.writers.docx.pictures import Pictures, inline

_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


class NativeCharts:
    """The native charts of one file, counted."""

    def __init__(self, package: Package, theme: Theme, language: str) -> None:
        self._package = package
        self._theme = theme
        self._language = language
        self._made = 0

    def runs(self, chart: Chart, part: Part, pictures: Pictures) -> list[Element]:
        """A run for each chart of the figure; the first carries its alternative text, the others names."""
        texts = [plain(chart.alternative), *(native.name for native in chart.native[1:])]
        return [
            self._run(native, chart, text, part, pictures)
            for native, text in zip(chart.native, texts, strict=True)
        ]

    def _run(
        self, native: NativeChart, chart: Chart, text: str, part: Part, pictures: Pictures
    ) -> Element:
        self._made += 1
        data = grid(native, chart.native_words)
        made = self._package.add_file(f"/word/charts/chart{self._made}.xml", _CHART, b"")
        workbook = self._package.add_file(
            f"/word/embeddings/Microsoft_Excel_Worksheet{self._made}.xlsx",
            _WORKBOOK,
            book(data, chart.native_words),
        )
        id = made.relate_to(workbook, _RELATION + "package")
        fill(made, chart_part(native, data, self._theme, language=self._language, workbook=id))
        described = pictures.described("Chart", text)
        shown = element(
            "a:graphicData",
            element("c:chart", r_id=part.relate_to(made, _RELATION + "chart")),
            uri=NAMESPACES["c"],
        )
        size = emu(self._theme.page.measure), emu(native.height)
        frame = element("wp:cNvGraphicFramePr")
        return w("r", w("drawing", inline(described, frame, shown, size)))
