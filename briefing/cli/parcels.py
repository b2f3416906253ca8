"""Editions as parcels, letters as delivery takes them: where editions and delivery meet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath

from briefing import delivery
from briefing.cli.signed import signed_form
from briefing.editions.history import History
from briefing.editions.record import Record
from briefing.errors import DeliveryError, Diagnostic, Place
from briefing.pipeline.letters import Message

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA_TYPES = {".docx": _WORD, ".pdf": "application/pdf", ".txt": "text/plain"}
"""The documents of an edition that are attached, by suffix."""

_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_LONGEST_NAME = 80


def parcel(record: Record, history: History) -> delivery.Parcel:
    """An edition with its documents; its signed PDF in place of the PDF, where it is there.

    Raises DeliveryError if one is not byte for byte as it was built, or the signed one is not that
    with signatures added.
    """
    found = history.documents(record)
    wanted = [name for name in record.files if PurePath(name).suffix in MEDIA_TYPES]
    lost = [name for name in wanted if name not in found]
    if lost:
        place = Place(history.documents_folder(record).as_posix())
        message = f"{', '.join(lost)} of edition {record.number} is not there as it was built"
        last = history.last(record.visit)
        hint = (
            "run “briefing build”, which puts them back"
            if last and last.number == record.number
            else "only the last edition's files can be put back; these were removed or edited"
        )
        raise DeliveryError([Diagnostic(place, "", message, hint)])
    return delivery.Parcel(
        record.visit,
        record.number,
        record.title,
        record.marking,
        record.draft,
        tuple(_file(name, found[name], record, history) for name in wanted),
    )


def corrections(
    visit: str, withdrawn: Mapping[int, str], history: History
) -> Iterator[delivery.Parcel]:
    """The news of each edition that was withdrawn."""
    for number in withdrawn:
        record = history.record(visit, number)
        yield delivery.Parcel(
            visit, number, record.title, record.marking, record.draft, kind="correction"
        )


def letter(message: Message) -> delivery.Letter:
    """A message's words and pictures."""
    return delivery.Letter(
        message.subject,
        message.text,
        message.html,
        message.images,
        message.language,
        message.left_out,
    )


def _file(name: str, content: bytes, record: Record, history: History) -> delivery.File:
    suffix = PurePath(name).suffix
    called = " ".join(_UNFIT.sub(" ", record.title).split())[:_LONGEST_NAME].strip(" .")
    shown = f"{called or record.visit}, edition {record.number}"
    if suffix == ".pdf" and (signed := signed_form(record, name, content, history)) is not None:
        shown, content = f"{shown}, signed", signed
    return delivery.File(shown + suffix, content, MEDIA_TYPES[suffix], suffix[1:])
