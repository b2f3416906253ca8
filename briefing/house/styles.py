"""The styles of a file, by id and by name: Word finds them by id, people and translations by name."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.wordfile.names import Element, W, value
from briefing.wordfile.package import Package


@dataclass(frozen=True, slots=True)
class Style:
    """A style: `listed` says that it is linked to a list itself."""

    id: str
    name: str
    type: str
    based_on: str
    listed: bool


class Sheet:
    """All styles of a file."""

    def __init__(self, package: Package) -> None:
        part = package.target(package.main, "styles")
        root = None if part is None else package.tree(part)
        found = [] if root is None else list(root.iterchildren(W + "style"))
        self.root = root
        self.styles = {style.id: style for style in map(_style, found)}
        self._by_name = {style.name.casefold(): style for style in self.styles.values()}

    def element(self, id: str) -> Element:
        """The definition of a style that is there."""
        assert self.root is not None
        return next(s for s in self.root.iterchildren(W + "style") if s.get(W + "styleId") == id)

    def states(self, id: str, property: str) -> bool:
        """Whether the style, or one that it is based on, states a property of paragraphs."""
        seen: set[str] = set()
        while id in self.styles and id not in seen:
            if self.element(id).find(f"{W}pPr/{W}{property}") is not None:
                return True
            seen.add(id)
            id = self.styles[id].based_on
        return False

    def like(self, style: Style) -> Style | None:
        """The style of the same name here, else of the same id; names do not count capitals."""
        return self._by_name.get(style.name.casefold()) or self.styles.get(style.id)

    def is_listed(self, style: Style) -> bool:
        """Whether the style, or one that it is based on, is linked to a list."""
        seen: set[str] = set()
        while style.id not in seen:
            if style.listed:
                return True
            seen.add(style.id)
            style = self.styles.get(style.based_on, style)
        return False


def _style(element: Element) -> Style:
    return Style(
        element.get(W + "styleId", ""),
        value(element, "name"),
        element.get(W + "type", ""),
        value(element, "basedOn"),
        value(element, "pPr/numPr/numId") not in ("", "0"),
    )
