"""YAML's syntax errors in plain words, with a place and a way out.

Decided by what stands at the place, since the two parsers of PyYAML word the same fault differently.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from briefing.errors import Diagnostic, Place

_QUOTES = 'put quotes around the whole text: key: "text: with a colon, or a comma"'

_COLON = 'a key ends with a colon: "title: …"'


class _Fault(NamedTuple):
    mark: yaml.Mark
    message: str
    hint: str


def reworded(error: yaml.MarkedYAMLError, text: str, file: str) -> Diagnostic:
    """The diagnostic for a syntax error of PyYAML's."""
    lines = text.splitlines()
    problem = str(error.problem or "")
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Diagnostic(Place(file), "", "this is not YAML", _QUOTES)
    opened = error.context_mark or mark
    line = lines[mark.line] if mark.line < len(lines) else ""
    context = str(error.context or "")
    if "escape" in problem:
        fault = _escape(opened)
    elif "end of stream" in problem and "quoted" in context:
        fault = _Fault(
            opened, "the quote that opens here is never closed", "close it with the same quote"
        )
    elif "cannot start any token" in problem or "tab character" in problem:
        fault = _odd_start(mark, line)
    elif "expected ':'" in problem:
        fault = _Fault(opened, "this line has no colon", _COLON)
    elif "mapping values are not allowed" in problem:
        fault = _colon(mark, lines)
    elif "flow" in context:
        fault = _brackets(mark, opened, lines)
    elif "sequence entries" in problem:
        fault = _Fault(mark, "a list cannot begin on this line", "begin it on the next, indented")
    elif "block scalar" in context:
        hint = "begin the text on the next line, indented"
        fault = _Fault(mark, "expected nothing after | or >, found text", hint)
    elif "anchor" in context or "alias" in context:
        fault = _Fault(opened, "a text cannot begin with & or *", 'put quotes around it: "& Co"')
    elif "block" in context:
        fault = _block(mark, line)
    else:
        hint = "look for a quote, a bracket or a colon that is missing or too many"
        fault = _Fault(mark, "this cannot be read as YAML", hint)
    return Diagnostic(
        Place(file, fault.mark.line + 1, fault.mark.column + 1), "", fault.message, fault.hint
    )


def _escape(opened: yaml.Mark) -> _Fault:
    message = "the text in double quotes that opens here has a backslash that stands for nothing"
    return _Fault(opened, message, r"write \\ for a backslash, or use single quotes")


def _odd_start(mark: yaml.Mark, line: str) -> _Fault:
    character = line[mark.column : mark.column + 1]
    if not line[: mark.column].strip() and "\t" in line[: mark.column + 1]:
        return _Fault(mark, "a tab stands where the line is indented", "indent with spaces")
    message = f"a text cannot begin with {character}"
    text = re.split(r"[,}\]]|\s#", line[mark.column :])[0].strip()
    return _Fault(mark, message, f'put quotes around it: "{text}"')


def _colon(mark: yaml.Mark, lines: list[str]) -> _Fault:
    line = lines[mark.line]
    key = re.match(r"\s*([\w-]+)(?=\s*[{\[])", line)
    if key:
        after = yaml.Mark(mark.name, 0, mark.line, key.end(), None, 0)
        return _Fault(after, f"no colon follows {key[1]}", f"put one there: {key[1]}: …")
    if re.search(r":\s", line[: mark.column]):
        return _Fault(mark, "found a second colon in this text", _QUOTES)
    above = next((lines[n] for n in range(mark.line - 1, -1, -1) if lines[n].strip()), "")
    if _indent(line) > _indent(above):
        message = "this key is indented deeper than the one above, which has a value already"
        return _Fault(mark, message, "indent both the same")
    return _Fault(mark, "the line above has no colon", _COLON)


def _brackets(mark: yaml.Mark, opened: yaml.Mark, lines: list[str]) -> _Fault:
    here = lines[mark.line] if mark.line < len(lines) else ""
    character = here[mark.column : mark.column + 1]
    opening = (
        lines[opened.line][opened.column : opened.column + 1] if opened.line < len(lines) else ""
    )
    closing = {"{": "}", "[": "]"}.get(opening, "}")
    if not opening or opening not in "{[":
        return _Fault(mark, "a bracket is open at the end of the file", "close it with } or ]")
    if mark.line != opened.line:
        return _Fault(
            opened, f"the {opening} that opens here is not closed", f"close it with {closing}"
        )
    if character in "]}":
        return _Fault(mark, f"expected {closing} to close the {opening}, found {character}", "")
    if character == ":":
        return _Fault(mark, "found a second colon in this text", _QUOTES)
    hint = 'separate keys by commas; a text with quotes in it: "he said “yes”"'
    return _Fault(mark, f"expected a comma or {closing}, found {_word(here, mark)}", hint)


def _block(mark: yaml.Mark, line: str) -> _Fault:
    before = line[: mark.column].strip()
    if line[mark.column : mark.column + 1] in ("}", "]"):
        return _Fault(mark, f"found {line[mark.column]} that closes nothing", "remove it")
    if before:
        message = f"expected the end of the line, found {_word(line, mark)}"
        return _Fault(mark, message, _QUOTES)
    if line.strip().startswith("-"):
        return _Fault(mark, "a list item stands among keys", "indent it below its own key")
    hint = "indent with spaces, the same for all keys of one thing"
    return _Fault(mark, "this line is indented unlike the lines it belongs to", hint)


def _word(line: str, mark: yaml.Mark) -> str:
    word = re.match(r"\S+", line[mark.column :])
    return f'"{word[0]}"' if word else "the end of the line"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
