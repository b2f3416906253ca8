"""On which page of a layout the places stand that a Word file's contents list leads to.

LibreOffice makes each bookmark a named place of the PDF, with underscores written as 5F.
"""

from __future__ import annotations

import re
from typing import Final

from briefing.readback.found import Unusable
from briefing.readback.parts import opened
from briefing.readback.pdf import destinations

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEADS: Final = re.compile(r"\s*PAGEREF\s+(\S+)")


def page_numbers(word: bytes, layout: bytes) -> tuple[int, ...]:
    """For each PAGEREF field of a Word file, in order, the page of its bookmark in the PDF of the file.

    Raises Unusable where one of them is not in the PDF.
    """
    with opened(word) as parts:
        main = parts.xml("word/document.xml")
        fields = [] if main is None else [one.text or "" for one in main.iter(_W + "instrText")]
    names = [found[1] for one in fields if (found := _LEADS.match(one))]
    places = destinations(layout)
    pages = tuple(places.get(name.replace("_", "5F"), 0) for name in names)
    if not all(pages):
        raise Unusable("the layout has no page for an entry of the contents list")
    return pages
