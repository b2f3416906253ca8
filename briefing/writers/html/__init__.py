"""The HTML writer: a brief as one page that mail programs and browsers show alike."""

from briefing.writers.html.writer import write_html

__all__ = ["write_html"]
