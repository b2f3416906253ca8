"""Which SQL a facts file may hold: one SELECT over its data files, that gives the same rows tomorrow.

DuckDB's parser takes the statement apart; whatever is not known to be harmless is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import duckdb

from briefing.data.faults import DataFault

_FUNCTIONS = frozenset(
    (
        *("sum", "min", "max", "count", "count_star", "avg", "string_agg"),
        *("coalesce", "nullif", "abs", "round", "floor", "ceil", "greatest", "least"),
        *("lower", "upper", "trim", "ltrim", "rtrim", "substr", "substring", "left", "right", "length"),
        *("replace", "concat", "||", "starts_with", "ends_with", "contains", "split_part", "lpad"),
        *("regexp_matches", "regexp_full_match", "regexp_replace", "regexp_extract", "~~", "!~~", "~~*"),
        *("like_escape", "not_like_escape", "+", "-", "*", "/", "%", "//"),
        *("row_number", "rank", "dense_rank", "lag", "lead"),
    )
)  # fmt: skip
_TABLES = ("BASE_TABLE", "SUBQUERY", "JOIN", "EMPTY", "EXPRESSION_LIST")
_RANKS = ("row_number", "rank", "dense_rank", "lag", "lead")
_DEEPEST = 100


def check_select(sql: str, tables: Iterable[str], connection: duckdb.DuckDBPyConnection) -> None:
    """Raises DataFault unless `sql` is one SELECT over `tables` that gives the same rows every time."""
    try:
        text = connection.execute("SELECT json_serialize_sql($1)", [sql]).fetchone()
    except duckdb.Error as error:
        raise DataFault(f"the SQL cannot be read: {_first(error)}", field="sql") from error
    parsed: dict[str, Any] = json.loads(text[0]) if text else {"error": True}
    if parsed.get("error"):
        said = parsed.get("error_message", "")
        message = f"expected a SELECT, found something else: {str(said).splitlines()[0]}"
        raise DataFault(message, "a query reads rows; it changes nothing", "sql")
    if len(parsed["statements"]) != 1:
        raise DataFault(f"expected one SELECT, found {len(parsed['statements'])}", field="sql")
    known = {name.casefold() for name in tables}
    nodes = list(_nodes(parsed["statements"][0], 0))
    own = {str(name).casefold() for node in nodes for name in _common(node)}
    if taken := own & _catalogue(connection):
        message = f"the SQL names a table “{min(taken)}”, as the database does already"
        raise DataFault(message, "choose another name after WITH", "sql")
    for node in nodes:
        _check(node, known, own)


def _check(node: dict[str, Any], tables: set[str], own: set[str]) -> None:
    kind = str(node.get("type", ""))
    if kind == "BASE_TABLE":
        name = str(node.get("table_name", ""))
        if node.get("schema_name") or name.casefold() not in tables | own:
            hint = f"declared under data: {', '.join(sorted(tables))}"
            raise DataFault(f'the SQL reads "{name}", which is no data file', hint, "sql")
    elif ("alias" in node and "sample" in node) and kind not in _TABLES:
        what = kind.replace("_", " ").lower()
        raise DataFault(f"the SQL reads from a {what}", "read from the data files", "sql")
    if limited := _unordered(node):
        message = f"{limited} without an order gives other rows another day"
        raise DataFault(message, "add ORDER BY", "sql")
    if node.get("sample"):
        raise DataFault("the SQL takes a sample, which differs each time", field="sql")
    name = str(node.get("function_name", "")).casefold()
    if name and name not in _FUNCTIONS:
        hint = "a query may compare, calculate, cut texts and add up"
        raise DataFault(f'the SQL calls "{name}", which is not allowed', hint, "sql")


def _unordered(node: dict[str, Any]) -> str:
    """What in a part of the statement depends on the order of rows, where none is given."""
    kinds = [one.get("type") for one in node.get("modifiers") or ()]
    if any(str(kind).startswith("LIMIT") for kind in kinds) and "ORDER_MODIFIER" not in kinds:
        return "LIMIT"
    if (
        node.get("class") == "WINDOW"
        and not node.get("orders")
        and node.get("function_name") in _RANKS
    ):
        return f"{node['function_name']}()"
    if node.get("function_name") == "string_agg" and not (node.get("order_bys") or {}).get(
        "orders"
    ):
        return "string_agg()"
    return ""


def _catalogue(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The tables and views that the database has of itself, and those that files are read through."""
    sql = "SELECT view_name FROM duckdb_views() UNION SELECT table_name FROM duckdb_tables()"
    return {str(row[0]).casefold() for row in connection.execute(sql).fetchall()}


def _common(node: dict[str, Any]) -> Iterator[str]:
    """The names that a WITH gives."""
    found = node.get("cte_map")
    for entry in found.get("map", ()) if isinstance(found, dict) else ():
        yield entry["key"]


def _nodes(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        raise DataFault("the SQL is nested too deeply", field="sql")
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _nodes(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner, depth + 1)


def _first(error: Exception) -> str:
    return str(error).splitlines()[0]
