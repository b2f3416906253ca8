"""A peer in a process of its own, in whatever environment has it: the standard library and the peer alone.

    python worker.py PEER

Reads one job a line from the standard input, {"source": …, "output": …, …}, and answers each with
{"wall": seconds, "cpu": seconds of all its threads and processes}; the first line says the peer's version.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

Job = dict[str, Any]


def typst(setup: Job) -> Callable[[Job], None]:
    """One compiler for all jobs: it finds the fonts once, and keeps what did not change."""
    import typst as library

    main = Path(setup["folder"]) / "main.typ"
    main.write_text("")
    compiler = library.Compiler(
        str(main), root="/", font_paths=[setup["fonts"]], ignore_system_fonts=True
    )

    def run(job: Job) -> None:
        compiler.compile(input=job["source"], output=job["output"], pdf_standards=["ua-1"])

    return run


def weasyprint(setup: Job) -> Callable[[Job], None]:
    """HTML to a tagged PDF after PDF/UA-1; fonts are configured once."""
    import weasyprint as library
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()

    def run(job: Job) -> None:
        page = library.HTML(job["source"])
        page.write_pdf(job["output"], font_config=fonts, pdf_variant="pdf/ua-1")

    return run


def pandoc(setup: Job) -> Callable[[Job], None]:
    """Markdown to DOCX; pandoc has no warm state, so each job is a process."""
    import pypandoc

    command = pypandoc.get_pandoc_path()

    def run(job: Job) -> None:
        subprocess.run(
            [command, "--from", "markdown", "--output", job["output"], job["source"]],
            check=True, capture_output=True,
        )  # fmt: skip

    return run


def docxtpl(setup: Job) -> Callable[[Job], None]:
    """A template and values to DOCX; rich text is how docxtpl takes bold and raised words."""
    import docx
    import docxtpl as library

    def rich(runs: list[tuple[str, str]]) -> Any:
        text = library.RichText()
        for said, look in runs:
            text.add(said, bold="b" in look, italic="i" in look, superscript="s" in look)
        return text

    def run(job: Job) -> None:
        made = library.DocxTemplate(job["template"])
        blocks = json.loads(Path(job["source"]).read_text(encoding="utf-8"))
        for block in blocks:
            if "runs" in block:
                block["text"] = rich(block["runs"])
            elif "rows" in block:
                block["rows"] = [[rich(cell) for cell in row] for row in block["rows"]]
            else:
                block["image"] = library.InlineImage(made, block["file"], width=docx.shared.Cm(16))
        made.render({"blocks": blocks}, autoescape=True)
        made.save(job["output"])

    return run


PEERS = {"typst": typst, "weasyprint": weasyprint, "pandoc": pandoc, "docxtpl": docxtpl}
PACKAGES = {
    "typst": "typst",
    "weasyprint": "weasyprint",
    "pandoc": "pypandoc_binary",
    "docxtpl": "docxtpl",
}


def cpu() -> float:
    """Processor seconds of this process and of those it waited for."""
    own, others = (
        resource.getrusage(resource.RUSAGE_SELF),
        resource.getrusage(resource.RUSAGE_CHILDREN),
    )
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def answer(message: Any) -> None:
    """One line on the standard output."""
    print(json.dumps(message), flush=True)


def serve(peer: str) -> None:
    """Answer jobs until the input ends; the first line is the setup."""
    setup = json.loads(sys.stdin.readline())
    try:
        run = PEERS[peer](setup)
        answer({"version": version(PACKAGES[peer])})
    except ImportError as error:
        answer({"missing": str(error)})
        return
    for line in sys.stdin:
        wall, used = time.perf_counter(), cpu()
        run(json.loads(line))
        answer({"wall": time.perf_counter() - wall, "cpu": cpu() - used})


if __name__ == "__main__":
    serve(sys.argv[1])
