"""A language: its words from `templates/<language>/words.toml`, its formats from Babel (CLDR).

Turns values into text. Knows no section, no document and no page.
"""

from briefing.language.language import Language, load_language

__all__ = ["Language", "load_language"]
