"""What only a person can write in a facts file beside sentences: points to make, lines of the programme."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from briefing.facts.fields import Part, Sentence


class Point(Part):
    """A point to make; `to` says to whom."""

    text: Sentence
    to: str = ""


def _aim(raw: object) -> object:
    return {"text": raw} if isinstance(raw, str) else raw


Aim = Annotated[Point, BeforeValidator(_aim)]


class ProgrammeItem(Part):
    """One line of the programme; the time is printed as written."""

    time: str
    what: Sentence
    where: str = ""
