"""Many briefs with figures of their own beside the peers: the same documents, in processor seconds each.

A peer is given its finished source and its finished pictures, and keeps no record: only what it needs to make
the file is counted. Ours is a whole run of the command: loading, asking the data, drawing, writing, editions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from peers import PEERS, Worker
from pictures import draw_pictures

from briefing.blocks import Document, Figure
from briefing.load.each import load_batch
from briefing.pipeline import Options, compose_visit
from briefing.theme import load_theme

_BOTH = (("pandoc", "typst"), ("docxtpl", "typst"), ("pandoc", "weasyprint"))
"""Peers of which one makes the Word file and the other the PDF of the same document."""


def beside(folder: Path, listed: Path, python: Path, ours: float) -> None:
    """Print what the documents of a list cost the peers, and what a brief of ours is of that."""
    theme = load_theme()
    (folder / "peers").mkdir()
    workers = [Worker(peer, python, folder / "peers") for peer in PEERS]
    taken = {worker.peer.name: 0.0 for worker in workers if worker.version is not None}
    count = 0
    for document in _documents(folder, listed):
        draw_pictures(document.blocks, theme, folder / "peers")
        for worker in workers:
            if worker.version is not None:
                taken[worker.peer.name] += worker.made(document, theme)[1]
        count += 1
    for worker in workers:
        worker.close()
    print(f"{'briefing, all of it, DOCX and PDF':44} {ours:6.3f}")
    for worker in workers:
        name, makes = worker.peer.name, worker.peer.makes.upper()
        told = f"{taken[name] / count:6.3f}" if name in taken else "not installed"
        print(f"{f'{name} {worker.version or str()}'.strip() + f', {makes}':44} {told}")
    for one, other in _BOTH:
        if one in taken and other in taken:
            both = (taken[one] + taken[other]) / count
            print(
                f"{f'{one} and {other}, DOCX and PDF':44} {both:6.3f}  ours {ours / both:.2f} of it"
            )


def _documents(folder: Path, listed: Path) -> Iterator[Document]:
    """The documents of a list of pairs; each chart has a name of its own, as its picture is a file."""
    made = folder / "visit.yaml"
    for nth, pair in enumerate(load_batch(listed).pairs()):
        made.write_bytes(pair.content)
        document = compose_visit(made, Options(data=folder)).document
        blocks = tuple(
            replace(block, chart=replace(block.chart, key=f"{block.chart.key}-{nth}"))
            if isinstance(block, Figure)
            else block
            for block in document.blocks
        )
        yield replace(document, blocks=blocks)
