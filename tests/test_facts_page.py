"""The page on the facts file names every key that the schema knows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from briefing.load.schema import json_schema

PAGE = (Path(__file__).parent.parent / "docs" / "facts-file.md").read_text(encoding="utf-8")


def keys(schema: Any) -> set[str]:
    """Every property name in a schema."""
    match schema:
        case dict():
            own = (
                set(schema.get("properties", {}))
                if isinstance(schema.get("properties"), dict)
                else set()
            )
            return own.union(*(keys(value) for value in schema.values()))
        case list():
            return set().union(*(keys(value) for value in schema))
        case _:
            return set()


def test_every_key_is_on_the_page() -> None:
    named = set(re.findall(r"[a-z_0-9]+", " ".join(re.findall(r"`([^`]*)`", PAGE))))
    assert {key for key in keys(json_schema()) if key not in named} == set()
