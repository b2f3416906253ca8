"""A template read: as a document, without macros, with nothing in it that is fetched from elsewhere."""

from __future__ import annotations

from briefing.readback.found import Unusable
from briefing.wordfile.names import RELATIONSHIP, W
from briefing.wordfile.package import Package

_MACROS = ("vbaproject.bin", "vbadata.xml")
_HARMLESS = {RELATIONSHIP + kind for kind in ("hyperlink", "attachedTemplate")}


def read_template(content: bytes) -> Package:
    """The template as a package that can be filled. Raises Unusable."""
    package = Package.read(content, templates=True)
    for name in package.names():
        if name.lower().rpartition("/")[2] in _MACROS:
            raise Unusable("has macros", "save it as .docx or .dotx without them")
    for name in package.readable():
        package.tree(name)
    for name in ("", *package.names()):
        known = package.relations(name)
        for one in known.values():
            if one.outside and one.type not in _HARMLESS:
                kind = one.type.rpartition("/")[2]
                message = f"{name or 'the file'} fetches something from elsewhere ({kind})"
                raise Unusable(message, "put the picture itself into the template")
        attached = [
            id for id, one in known.items() if one.type == RELATIONSHIP + "attachedTemplate"
        ]
        for id in attached:
            del known[id]
    if package.tree(package.main).find(W + "body") is None:
        raise Unusable("damaged: it has no text")
    return package
