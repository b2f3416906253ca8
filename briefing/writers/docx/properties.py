"""What describes the file: core and custom properties, settings, the table of fonts.

Every date comes from the facts' as-of date; nothing here reads a clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE

from briefing.blocks import Meta
from briefing.carried import PROPERTIES
from briefing.fonts import Family
from briefing.theme import Theme
from briefing.writers.docx.elements import element, w
from briefing.writers.docx.embedded_fonts import embedding_settings
from briefing.writers.docx.markup import Element
from briefing.writers.docx.package import Package

_OWN = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the set of properties that users define

_WORD_2013 = "http://schemas.microsoft.com/office/word"


def describe(package: Package, meta: Meta) -> None:
    """Add the parts that hold the file's properties."""
    core = "/docProps/core.xml", CONTENT_TYPE.OPC_CORE_PROPERTIES, RELATIONSHIP_TYPE.CORE_PROPERTIES
    package.add_property(*core, _core(meta))
    custom = (
        "/docProps/custom.xml",
        CONTENT_TYPE.OFC_CUSTOM_PROPERTIES,
        RELATIONSHIP_TYPE.CUSTOM_PROPERTIES,
    )
    package.add_property(*custom, _custom(meta))


def settings(theme: Theme, language: str, notes: Sequence[Element] = ()) -> Element:
    """The settings part. No `updateFields`: a reader is never asked on opening."""
    hyphenate = any(role.hyphenate for role in theme.roles.values())
    options = [
        w("compatSetting", name=name, uri=_WORD_2013, val=value)
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
        )
    ]
    return w(
        "settings",
        w("zoom", percent=100),
        *embedding_settings(theme),
        *((w("autoHyphenation"), w("consecutiveHyphenLimit", val=2)) if hyphenate else ()),
        *((w("doNotHyphenateCaps"),) if hyphenate else ()),
        w("characterSpacingControl", val="doNotCompress"),
        *notes,
        w("compat", *options),
        w("themeFontLang", val=language),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )


def font_table(theme: Theme, embedded: Mapping[str, list[Element]]) -> Element:
    """Each family by name, with the fonts to take where a machine lacks it, or those that are inside."""
    families = theme.fonts.families
    return w("fonts", *(_font(families[key], embedded.get(key, [])) for key in sorted(families)))


def _font(family: Family, inside: list[Element]) -> Element:
    return w(
        "font",
        w("altName", val=",".join(family.substitutes)) if family.substitutes else None,
        w("charset", val="00"),
        w("family", val="roman" if family.key == "serif" else "swiss"),
        w("pitch", val="variable"),
        *inside,
        name=family.name,
    )


def _core(meta: Meta) -> Element:
    moment = f"{meta.date.isoformat()}T00:00:00Z"
    made = element("cp:coreProperties")
    for name, value in (
        ("dc:title", meta.title),
        ("dc:subject", meta.subject),
        ("dc:creator", meta.author),
        ("cp:keywords", ", ".join(meta.keywords)),
        ("cp:lastModifiedBy", meta.author),
        ("cp:revision", "1"),
        ("dcterms:created", moment),
        ("dcterms:modified", moment),
        ("dc:language", meta.language),
    ):
        if value:
            typed = {"xsi:type": "dcterms:W3CDTF"} if name.startswith("dcterms:") else {}
            made.append(Element(name, typed, text=value))
    return made


def _custom(meta: Meta) -> Element:
    made = element("op:Properties")
    values = [("draft", "bool", "true" if meta.draft else "false")]
    if meta.identifier:
        values.append(("identifier", "lpwstr", meta.identifier))
    given = {name: getattr(meta, name) for name in PROPERTIES}
    values += [(name, "lpwstr", str(value)) for name, value in given.items() if value]
    for number, (name, kind, value) in enumerate(values, 2):
        typed = Element(f"vt:{kind}", text=value)
        made.append(element("op:property", typed, fmtid=_OWN, pid=number, name=name))
    return made
