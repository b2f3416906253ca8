"""Section templates: finding, checking and running them, sandboxed.

A template's own words are Markdown; whatever it prints becomes a reference, resolved after the
Markdown is read, so that a value can never become markup and each number keeps its identity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError, TemplateNotFound
from jinja2.loaders import BaseLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from briefing.blocks import Inline, Inlines, Strong, Text, Value
from briefing.errors import Diagnostic, Place, TemplateError
from briefing.sections.compiled import CompiledTemplates

OPEN, CLOSE = "\ue000", "\ue001"
REFERENCE = re.compile(f"{OPEN}[0-9]+{CLOSE}")
_SECTION = re.compile(r"[0-9]+-[a-z-]+\.md\.j2")


@dataclass
class References:
    """What one run of the templates printed: each reference with its inlines."""

    inlines: dict[str, Inlines] = field(default_factory=dict)

    def add(self, inlines: Inlines) -> Markup:
        """The reference that stands for `inlines` in the Markdown text."""
        if not inlines:
            return Markup("")
        reference = f"{OPEN}{len(self.inlines)}{CLOSE}"
        self.inlines[reference] = inlines
        return Markup(reference)


class Templates:
    """The templates of one language: those of the author's folder lie over the shipped ones."""

    def __init__(self, language: str, folders: Sequence[Path]) -> None:
        self._folders = [folder / language for folder in folders if (folder / language).is_dir()]
        self._language = language
        self._texts: dict[str, str] = {}

    def sections(self) -> tuple[str, ...]:
        """The names of the section templates, in the order in which they print."""
        names = {p.name for folder in self._folders for p in folder.glob("*.md.j2")}
        return tuple(sorted(name for name in names if _SECTION.fullmatch(name)))

    def path(self, name: str) -> Path:
        """The file that holds the template called `name`; raises TemplateNotFound.

        A name with a folder in it is never found: a template reads nothing outside its language.
        """
        for folder in self._folders:
            if name == Path(name).name and (folder / name).is_file():
                return folder / name
        raise TemplateNotFound(name)

    def text(self, name: str) -> str:
        """The template's text. Raises TemplateError where it is not UTF-8."""
        if name in self._texts:
            return self._texts[name]
        path = self.path(name)
        try:
            text = self._texts[name] = path.read_text(encoding="utf-8")
            return text
        except (OSError, UnicodeDecodeError) as fault:
            raise TemplateError(
                [Diagnostic(Place(str(path)), "", f"cannot be read: {fault}")]
            ) from None


class _Loader(BaseLoader):
    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def get_source(self, environment: object, template: str) -> tuple[str, str, Any]:
        return self._templates.text(template), str(self._templates.path(template)), lambda: True


_COMPILED = CompiledTemplates()

_FILTERS = (
    "default", "first", "last", "length", "list", "map", "reject", "rejectattr", "select",
    "selectattr", "sort", "string", "sum", "unique",
)  # fmt: skip


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox without the ways to make a very long text out of a short one."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise SecurityError(
            f"a template may not use {operator}: it asks facts, it does not compute"
        )

    def compile(self, source: Any, name: Any = None, filename: Any = None, *more: Any) -> Any:
        """The code of a template in which no digit stands. Raises TemplateError."""
        faults = tuple(_literal_digits(self, source, filename or name or ""))
        if faults:
            raise TemplateError(faults)
        return super().compile(source, name, filename, *more)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if type(obj).__module__.startswith("briefing."):  # what Jinja looks for is not among ours
            return not attr.startswith("_")
        return not isinstance(obj, (str, bytes)) and super().is_safe_attribute(obj, attr, value)


class Runner:
    """Runs templates over one set of names, gathering the references that they print."""

    def __init__(
        self, templates: Templates, names: Mapping[str, Any], filters: Mapping[str, Any]
    ) -> None:
        self.references = References()
        self._templates = templates
        self._environment = _Sandbox(
            loader=_Loader(templates),
            bytecode_cache=_COMPILED,
            undefined=StrictUndefined,
            autoescape=True,
            finalize=self.printed,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.globals.clear()
        self.names(names)
        allowed = {name: self._environment.filters[name] for name in _FILTERS}
        self._environment.filters.clear()
        self._environment.filters.update({**allowed, **filters, "capitalised": self.capitalised})

    def names(self, names: Mapping[str, Any]) -> None:
        """Let templates use these names too."""
        self._environment.globals.update(names)

    def printed(self, value: object) -> Markup:
        """What Jinja writes for a printed value: a reference, never the text itself."""
        if isinstance(value, Markup):
            return value
        if isinstance(value, StrictUndefined):
            return Markup(str(value))
        if isinstance(value, bool) or value is None:
            raise TypeError(f"printed {value!r}, which is a decision and has no words")
        if isinstance(value, (int, float)):
            raise TypeError(f"printed the bare number {value}; print a fact, or count(…) of a list")
        if isinstance(value, str):
            return self._words(value)
        inlines = getattr(value, "inlines", value)
        if isinstance(inlines, tuple):
            return self.references.add(inlines)
        raise TypeError(f"printed a {type(value).__name__}, which has no words")

    def _words(self, words: str) -> Markup:
        if re.search(r"\d", words):
            raise TypeError(f"printed the digits of {words!r}, which belong to no fact")
        return self.references.add((Text(words),)) if words else Markup("")

    def inlines(self, name: str, **names: Any) -> Inlines:
        """What one template prints, as a single run of inlines: for titles and remarks."""
        text = " ".join(self.run(name, **names).split())
        found: list[Inline] = []
        position = 0
        for reference in REFERENCE.finditer(text):
            if reference.start() > position:
                found.append(Text(text[position : reference.start()]))
            found += self.references.inlines[reference[0]]
            position = reference.end()
        if position < len(text):
            found.append(Text(text[position:]))
        return tuple(found)

    def capitalised(self, value: object) -> Markup:
        """A printed value, or a macro's text, as it stands at the head of a sentence."""
        text = self.printed(value)
        found = REFERENCE.match(text)
        if found:
            first = _capitalised(self.references.inlines[found[0]])
            return Markup(str(self.references.add(first)) + text[found.end() :])
        return Markup(text[:1].upper() + text[1:])

    def run(self, name: str, **names: Any) -> str:
        """The Markdown text of one template. Raises TemplateError with the file and the line."""
        path = str(self._templates.path(name))
        try:
            return self._environment.get_template(name).render(**names)
        except TemplateSyntaxError as fault:
            raise TemplateError(
                [Diagnostic(Place(fault.filename or path, fault.lineno), "", fault.message or "")]
            ) from None
        except TemplateError:
            raise
        except Exception as fault:
            raise TemplateError([_described(path, fault)]) from fault


def _literal_digits(
    environment: ImmutableSandboxedEnvironment, source: str, path: str
) -> Iterator[Diagnostic]:
    """Every digit that a template would print by itself; numbers come from facts alone."""
    try:
        tree = environment.parse(source, filename=path)
    except TemplateSyntaxError as fault:
        yield Diagnostic(Place(path, fault.lineno), "", fault.message or "not a template")
        return
    for output in tree.find_all(nodes.Output):
        for node in _written(output):
            words = node.data if isinstance(node, nodes.TemplateData) else str(node.value)
            for found in re.finditer(r"\d+", words or ""):
                line = node.lineno + (words or "").count("\n", 0, found.start())
                yield Diagnostic(
                    Place(path, line),
                    "",
                    f"the number {found[0]} is written in the template",
                    "print a fact, a calculation or a count in its place",
                )


def _written(output: nodes.Output) -> Iterator[nodes.TemplateData | nodes.Const]:
    """The words and constants that an output writes, joined ones too."""
    for node in output.nodes:
        if isinstance(node, (nodes.TemplateData, nodes.Const)):
            yield node
        for joined in (*node.find_all((nodes.Concat, nodes.Add)), node):
            if isinstance(joined, (nodes.Concat, nodes.Add)):
                yield from joined.find_all(nodes.Const)


def _described(path: str, fault: Exception) -> Diagnostic:
    line, file = 0, path
    trace = fault.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith(".j2"):
            line, file = trace.tb_lineno, name
        trace = trace.tb_next
    match fault:
        case UndefinedError():
            message, hint = f"{fault}", ""
        case SecurityError():
            message, hint = f"{fault}", "a template may only ask facts, not run code"
        case TemplateNotFound():
            message, hint = f"no template is called {fault}", ""
        case KeyError():
            message, hint = f"{fault.args[0]}", ""
        case _:
            message, hint = f"{fault}", ""
    return Diagnostic(Place(file, line), "", message[:1].lower() + message[1:], hint)


def _capitalised(inlines: Inlines) -> Inlines:
    if not inlines:
        return inlines
    first, rest = inlines[0], inlines[1:]
    match first:
        case Text(text):
            return (Text(text[:1].upper() + text[1:]), *rest)
        case Value(text, id, form, numeral, language):
            capital = text[:1].upper() + text[1:]
            form = f"{form}^" if capital != text else form
            return (Value(capital, id, form, numeral, language), *rest)
        case Strong(content):
            return (Strong(_capitalised(content)), *rest)
        case _:
            return inlines
