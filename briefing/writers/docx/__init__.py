"""The Word writer: python-docx's package layer below, own elements for everything that is said."""

from briefing.writers.docx.writer import write_docx

__all__ = ["write_docx"]
