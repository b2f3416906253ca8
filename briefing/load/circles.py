"""Circles among ids that name each other. Walks every link once, however many there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def circles(links: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Each circle that a walk along `links` runs into, as the ids on it, in the order of the walk."""
    done: set[str] = set()
    for start in links:
        way: dict[str, Iterator[str]] = {}
        key: str | None = start
        while key is not None or way:
            if key is None:  # nothing more leads on: one step back
                done.add(way.popitem()[0])
            elif key in way:
                steps = list(way)
                yield tuple(steps[steps.index(key) :])
            elif key not in done:
                way[key] = iter(links.get(key, ()))
            key = next(way[next(reversed(way))], None) if way else None
