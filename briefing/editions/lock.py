"""One run at a time on a visit's output and state: the others wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from briefing.editions import files
from briefing.errors import Diagnostic, Place, WriteError

PATIENCE = 600.0
"""Seconds that a run waits for another: longer than any build takes."""


@contextmanager
def locked(
    name: str,
    *folders: Path,
    patience: float = PATIENCE,
    waiting: Callable[[], None] = lambda: None,
) -> Iterator[None]:
    """Alone with what is called `name` in these folders, as far as other runs of briefing go.

    `waiting` is called once if another run must be waited for. The operating system frees the lock
    of a run that ends or is killed. Raises WriteError after `patience` seconds.
    """
    places = sorted({(each / ".cache" / "locks" / f"{name}.lock").absolute() for each in folders})
    with ExitStack() as held:
        for place in places:
            held.enter_context(_held(place, patience, waiting))
        yield


@contextmanager
def _held(place: Path, patience: float, waiting: Callable[[], None]) -> Iterator[None]:
    lock = FileLock(place)
    try:
        files.make(place.parent)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waiting()
            lock.acquire(timeout=patience, poll_interval=0.05)
    except Timeout:
        message = f"another run has been at work here for {patience:.0f} seconds"
        hint = "let it end, or end it"
        raise WriteError([Diagnostic(Place(place.as_posix()), "", message, hint)]) from None
    except OSError as error:
        told = (error.strerror or str(error)).lower()
        message = f"cannot be locked, so that no other run is at work here meanwhile: {told}"
        hint = "the folder must be one that you may write to"
        raise WriteError([Diagnostic(Place(place.as_posix()), "", message, hint)]) from error
    try:
        yield
    finally:
        lock.release()
