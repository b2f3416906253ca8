"""The PDF writer: a document and a theme become a PDF file's bytes.

Layout is our own; reportlab numbers and writes the objects.
"""

from briefing.writers.pdf.writer import write_pdf

__all__ = ["write_pdf"]
