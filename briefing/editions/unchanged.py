"""What a build read and wrote, noted so that the next one can tell that nothing changed.

A note only saves time: without it, or with a damaged one, the visit is put together and compared.
Imports as little as `inputs` does.
"""

from __future__ import annotations

import os

from briefing.editions.inputs import Hashes, combined, listing, same, store, stored

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_NOTES = os.path.join(".cache", "unchanged")
HASHES = os.path.join(".cache", "hashes.json")


def visits_below(named: Sequence[str]) -> list[str]:
    """The visits named, once each; of a folder of visits all that are in it, by name."""
    found: dict[str, None] = {}
    for path in named:
        inside = [] if os.path.isfile(os.path.join(path, "visit.yaml")) else _inside(path)
        found.update(dict.fromkeys(inside or [path]))
    return list(found)


def _inside(folder: str) -> list[str]:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    paths = [os.path.join(folder, name) for name in names]
    return [path for path in paths if os.path.isfile(os.path.join(path, "visit.yaml"))]


def facts_file(visit: str) -> str:
    """The facts file of a visit given as its folder or as the file."""
    return os.path.join(visit, "visit.yaml") if os.path.isdir(visit) else visit


def visit_name(visit: str) -> str:
    """What the visit's folder in the output is called: its own folder's name, or the file's."""
    file = os.path.realpath(facts_file(visit))
    folder, name = os.path.split(file)
    return os.path.basename(folder) if name == "visit.yaml" else os.path.splitext(name)[0]


def asked(
    *,
    formats: Iterable[str],
    output: str,
    theme: str,
    templates: str,
    stale: str,
    keep: int,
    state: str,
    word: str = "",
) -> str:
    """What a build was asked for, as one text: another wish is another build."""
    own = os.path.abspath(theme) if os.path.isfile(theme) else theme
    below = os.path.abspath(templates) if templates else ""
    folders = (os.path.abspath(output), os.path.abspath(state))
    wishes = (*sorted(formats), "", own, below, stale, str(keep), *folders, word)
    return "\n".join(wishes)


def note(
    output: str,
    visit: str,
    *,
    asked: str,
    tool: str,
    days: tuple[str, str],
    read: Mapping[str, str],
    wrote: Mapping[str, str],
    next_edition: str,
    templates: str,
    warnings: Sequence[str],
) -> None:
    """Note what one build depended on: `read` and `wrote` are hashes by path.

    `days` are the first and the day after the last on which the same facts are out of date ("": no
    last); `next_edition` is the folder whose being there would say that another run made an edition.
    """
    said = {
        "visit": os.path.abspath(visit),
        "asked": asked,
        "tool": tool,
        "days": list(days),
        "read": dict(read),
        "wrote": dict(wrote),
        "next": next_edition,
        "templates": combined(listing(templates)) if templates else "",
        "warnings": list(warnings),
    }
    store(_path(output, visit_name(visit)), said)


def unchanged(
    output: str,
    visit: str,
    *,
    name: str,
    asked: str,
    tool: str,
    today: str,
    templates: str,
    hashes: Hashes,
) -> list[str] | None:
    """The warnings of the last build if building `visit` again would change nothing; else None.

    `name` is its `visit_name`.
    """
    said = stored(_path(output, name))
    try:
        first, end = said["days"]  # type: ignore[misc]
        if (
            said["asked"] == asked
            and said["tool"] == tool
            and said["visit"] == os.path.abspath(visit)
            and first <= today  # type: ignore[has-type]
            and (not end or today < end)  # type: ignore[has-type]
            and not os.path.exists(str(said["next"]))
            and said["templates"] == (combined(listing(templates)) if templates else "")
            and same(hashes, said["wrote"])  # type: ignore[arg-type]
            and same(hashes, said["read"])  # type: ignore[arg-type]
        ):
            return [str(warning) for warning in said["warnings"]]  # type: ignore[attr-defined]
    except (KeyError, TypeError, ValueError):
        pass
    return None


def _path(output: str, visit: str) -> str:
    return os.path.join(output, _NOTES, f"{visit}.json")
