"""One text of a facts file exchanged for another at its place; comments, order and layout stay.

What is changed is read again and held against what was meant, so that no layout can lead astray.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from typing import Any

import yaml

from briefing.facts.written import scalar
from briefing.load.nodes import Raw, dotted, outline
from briefing.load.yaml_nodes import compose

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_WIDTH = 100  # letters of a line in a folded text

Path = Sequence[str | int]


class NotRewritten(ValueError):
    """A text that cannot be exchanged at its place; the message says why."""


def rewritten(text: str, path: Path, value: str, note: str) -> str:
    """The facts file with `value` at `path`, and `note` as a comment above its entry.

    `path` is such as ("facts", "F29", "value") or ("bottom_line", 0). Raises NotRewritten where nothing,
    or more than one text, stands there.
    """
    key, node = _at(yaml.compose(text, Loader=_LOADER), path)
    if not isinstance(node, yaml.ScalarNode):
        raise NotRewritten(f"expected one text at {dotted(path)}, found something else")
    start, end = node.start_mark.index, node.end_mark.index
    line = text.rfind("\n", 0, key.start_mark.index) + 1
    indent = text[line : len(text) - len(text[line:].lstrip(" "))]
    comment = "".join(f"{indent}# {part}\n" for part in textwrap.wrap(_shown(note), _WIDTH))
    # A block ends with a line's end, which no field of a facts file counts.
    wanted = [_with(_raw(text), path, words) for words in (value, value + "\n")]
    for new in _styles(text, node, value):
        changed = text[:line] + comment + text[line:start] + new + text[end:]
        if _raw(changed) in wanted[: 2 if node.style in ("|", ">") else 1]:
            return changed
    message = f"the text at {dotted(path)} cannot be exchanged where it stands"
    raise NotRewritten(message)


def _at(root: Any, path: Path) -> tuple[Any, Any]:
    """The key or item that a reader would call the entry, and the node at the end of the path."""
    entry, node = root, root
    for depth, step in enumerate(path):
        inner = None
        if isinstance(node, yaml.MappingNode):
            inner = next(((k, v) for k, v in node.value if k.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            inner = (node.value[step],) * 2 if step < len(node.value) else None
        if inner is None:
            raise NotRewritten(f"nothing stands at {dotted(path)}")
        node = inner[1]
        if depth < 2:
            entry = inner[0]
    return entry, node


def _styles(text: str, node: yaml.ScalarNode, value: str) -> list[str]:
    """The ways to write the value there, the one most like the old first."""
    quoted = json.dumps(value, ensure_ascii=False)
    if node.style in ("|", ">"):
        header, _, body = text[node.start_mark.index : node.end_mark.index].partition("\n")
        first = next((one for one in body.split("\n") if one.strip()), "  ")
        indent = first[: len(first) - len(first.lstrip(" "))]
        end = body[len(body.rstrip("\n ")) :]  # blank lines behind are the layout's
        return [f"{header}\n{_block(value.rstrip(), node.style, indent)}{end}", quoted + end]
    if node.style:
        return [quoted]
    as_typed = [value] if value.strip() == value != "" and "\n" not in value else []
    return [*as_typed, scalar(value), quoted]


def _block(value: str, style: str, indent: str) -> str:
    if style == "|":
        return "\n".join(f"{indent}{line}".rstrip() for line in value.split("\n"))
    parts = (
        textwrap.fill(
            part, _WIDTH, initial_indent=indent, subsequent_indent=indent,
            break_long_words=False, break_on_hyphens=False,
        )
        for part in value.split("\n")
    )  # fmt: skip
    return "\n\n".join(parts)


def _shown(note: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in note)


def _raw(text: str) -> Raw:
    node, faults = compose(text, "")
    return None if faults or node is None else outline(node).raw


def _with(raw: Any, path: Path, value: str) -> Raw:
    """A copy of what was read with another text at the path."""
    if not path:
        return value
    step, *rest = path
    made: Any = dict(raw) if isinstance(raw, dict) else list(raw)
    made[step] = _with(raw[step], rest, value)
    return made  # type: ignore[no-any-return]
