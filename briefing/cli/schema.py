"""`briefing schema`: the JSON Schema of the facts file, for editors."""

from __future__ import annotations


def schema() -> None:
    """Print the JSON Schema of the facts file.

    Editors complete and check YAML by it.

    \b
    briefing schema > visit.schema.json

    A first line in the facts file then names it:

    \b
    # yaml-language-server: $schema=visit.schema.json
    """
    import json  # noqa: PLC0415

    from briefing.load.schema import json_schema  # noqa: PLC0415

    print(json.dumps(json_schema(), indent=2))
