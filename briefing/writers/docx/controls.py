"""Printed values as content controls (ISO/IEC 29500-1, 17.5.2), bound to what each fact prints in each form.

Word fills a bound control from its store, so that editing one place changes all of that form. What is
calculated cannot be edited; anything can be deleted, as an editor may drop a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping

from briefing.blocks import Numeral, Value
from briefing.carried import FACT_TAG, FACTS_NAMESPACE, FACTS_STORE, printed_name
from briefing.writers.docx.elements import w
from briefing.writers.docx.markup import Element

_LONGEST = 64  # Word takes no longer tag or title
NAME = "name"
"""Under this the holder of a value without a control has the value's name; it is not written."""
_PREFIX = f"xmlns:f='{FACTS_NAMESPACE}'"


class Controls:
    """The values that a file's controls hold: one name for all places where a form prints the same."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str, str], str] = {}
        self._bound: dict[str, str] = {}
        self._variants: dict[tuple[str, str], int] = {}
        self._properties: dict[str, Element] = {}

    def around(
        self, value: Value, words: str, runs: list[Element], *, free: bool = False
    ) -> list[Element]:
        """`runs`, which print `words` of the value, in their control; as they are where no fact is named.

        Words of several runs, as where the direction changes, have none: Word would make them one, and an
        unbound control LibreOffice cannot save. Nor have those that are to be `free`.
        """
        if not value.id or not words:
            return runs
        name = self._name(value, words)
        if free or len(runs) > 1 or len(name) > _LONGEST or len(FACT_TAG + value.id) > _LONGEST:
            return [Element("", {NAME: name}, runs)]
        self._bound[name] = words
        if name not in self._properties:
            self._properties[name] = _properties(value, name)
        return [Element("w:sdt", children=[self._properties[name], w("sdtContent", *runs)])]

    def bound(self) -> Mapping[str, str]:
        """What stands in the store: each name with what it prints, in the order of first places."""
        return self._bound

    def _name(self, value: Value, words: str) -> str:
        key = (value.id, value.form, words)
        if key not in self._names:
            variant = self._variants.get(key[:2], 0) + 1
            self._variants[key[:2]] = variant
            self._names[key] = printed_name(value.id, value.form, variant)
        return self._names[key]


def _properties(value: Value, name: str) -> Element:
    """What a control is. No `w:id`: Word gives each its own, and equal ones are written alike."""
    locked = value.numeral is Numeral.CALCULATION
    binding = w(
        "dataBinding",
        prefixMappings=_PREFIX,
        xpath=f"/f:facts[1]/f:{name}[1]",
        storeItemID=FACTS_STORE,
    )
    return w(
        "sdtPr",
        w("alias", val=name),
        w("tag", val=FACT_TAG + value.id),
        w("lock", val="contentLocked") if locked else None,
        binding,
        w("text"),
    )
