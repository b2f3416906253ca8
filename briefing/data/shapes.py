"""The shapes of data files: which of their columns hold what, as SQL that gives them all one shape.

SDMX-CSV 1.0 and 2.0 (sdmx-twg), the CSV download of UN Comtrade (today's and the one before), CEPII's BACI,
and a plain long table. What comes out has the columns of `COLUMNS`, all of text but the first and `power`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from briefing.data import periods
from briefing.data.faults import DataFault
from briefing.facts.data_files import DataFile, Shape

COLUMNS = (
    "row", "reporter", "partner", "flow", "period", "product", "label", "value", "power", "unit", "status",
)  # fmt: skip
"""The row's number, who trades with whom, when, what, how much (times ten to `power`), and its status."""

_ROLES: Mapping[str, tuple[str, ...]] = {
    "reporter": ("reporter", "ref_area", "reporting_country", "reporter_country", "declarant"),
    "partner": ("partner", "counterpart_area", "partner_country", "counterpart"),
    "flow": ("flow", "trade_flow", "flow_code", "stk_flow", "indicator"),
    "period": ("time_period", "period"),
    "product": ("product", "product_code", "commodity", "commodity_code", "hs", "sitc", "sitc06"),
    "label": ("product_name", "product_label", "commodity_name"),
    "value": ("obs_value", "value"),
    "status": ("obs_status", "obs_flag", "status"),
    "confidentiality": ("conf_status",),
    "unit": ("unit_measure", "unit", "currency"),
    "power": ("unit_mult",),
}
"""The names of columns in long tables and SDMX-CSV, by what they hold."""

_FLOWS: Mapping[str, tuple[str, ...]] = {
    "exports": ("X", "E", "EX", "EXP", "EXPORT", "EXPORTS", "2"),
    "imports": ("M", "I", "IM", "IMP", "IMPORT", "IMPORTS", "1"),
}
"""How files write the two flows; re-exports and the like are neither, as exports hold them already."""

TOTALS = ("TOTAL", "TOT", "ALL", "_T", "_Z", "AG2_TOTAL", "S_TOTAL", "")
"""How files write all products together; an empty code where a file knows no products."""
_NOTHING = ("", ":", "..", "...", "-", "–", "NAN", "NA", "N/A", "NULL", "NONE")
_COMTRADE_TOTALS = {
    "partner2Code": ("0", ""), "customsCode": ("C00", ""), "motCode": ("0", ""), "mosCode": ("0", ""),
}  # fmt: skip
"""The columns by which a download breaks down one figure, with how their totals are written."""


@dataclass(frozen=True, slots=True)
class Shaped:
    """A file's shape, and the SQL that gives it the columns of `COLUMNS` out of the relation `raw`.

    One that is `numbered` has reporter_number and partner_number too, which are faster to look for.
    """

    shape: Shape
    sql: str
    numbered: bool = False


def shaped(file: DataFile, types: Mapping[str, str]) -> Shaped:
    """How the columns of a file are read, given their types by name. Raises DataFault where none can tell."""
    found = {_plain(name): name for name in types}
    shape = file.shape or _told_by(found)
    for role in file.columns:
        if role not in _ROLES:
            message = f'expected one of {", ".join(_ROLES)}, found "{role}"'
            raise DataFault(message, field="columns")
    match shape:
        case "baci":
            return Shaped(shape, _baci(found, types), numbered=True)
        case "comtrade":
            return Shaped(shape, _comtrade(found))
        case _:
            return Shaped(shape, _long(file, found, shape))


def _told_by(found: Mapping[str, str]) -> Shape:
    if {"t", "i", "j", "k", "v"} <= set(found):
        return "baci"
    if {"primaryvalue", "reportercode"} <= set(found) or "trade value (us$)" in found:
        return "comtrade"
    if "dataflow" in found or {"structure", "structure_id"} <= set(found):
        return "sdmx-csv"
    return "long"


def _plain(name: str) -> str:
    """A column's name without its label: SDMX-CSV may write “FREQ: Frequency”."""
    return name.partition(":")[0].strip().strip("\ufeff").casefold()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _in(expression: str, texts: Iterable[str]) -> str:
    return f"{expression} IN ({', '.join(map(_literal, texts))})"


def _text(name: str) -> str:
    return f"trim(CAST({_quoted(name)} AS VARCHAR))"


def _code(name: str) -> str:
    """A column's codes; where its cells may hold “A: Annual”, what stands before the colon."""
    text = _text(name)
    return f"trim(split_part({text}, ': ', 1))" if ":" in name else text


def _value(name: str) -> str:
    text = _text(name)
    return f"CASE WHEN {_in(f'upper({text})', _NOTHING)} THEN NULL ELSE {text} END"


def _period(text: str) -> str:
    """Periods as 2024, 2024-03, 2024-Q1, 2024-H1, from what SDMX and Comtrade write."""
    months = f"regexp_replace(upper({text}), '^([0-9]{{4}})-?M?([0-9]{{2}})$', '\\1-\\2')"
    parts = f"regexp_replace({months}, '^([0-9]{{4}})-?([QSH])([0-9])$', '\\1-\\2\\3')"
    return f"replace(regexp_replace({parts}, '^([0-9]{{4}})-?A1?$', '\\1'), '-S', '-H')"


def _flow(code: str, flows: Mapping[str, Iterable[str]]) -> str:
    known = {name: [word.upper() for word in words] for name, words in flows.items()}
    cases = " ".join(f"WHEN {_in(f'upper({code})', w)} THEN '{n}'" for n, w in known.items())
    return f"CASE {cases} ELSE '' END"


# ------------------------------------------------------------------------------ long and SDMX


def _long(file: DataFile, found: Mapping[str, str], shape: Shape) -> str:
    columns: dict[str, str] = {}
    for role, names in _ROLES.items():
        named = file.columns.get(role)
        if named is not None and _plain(named) not in found:
            message = f'no column is called "{named}"'
            raise DataFault(message, f"the file has {', '.join(found.values())}", "columns")
        asked = (_plain(named),) if named else names
        hit = next((found[name] for name in asked if name in found), None)
        if hit is not None:
            columns[role] = hit
    missing = [r for r in ("reporter", "partner", "flow", "period", "value") if r not in columns]
    if missing:
        message = f"no column holds {', '.join(missing)}; the file has {', '.join(found.values())}"
        raise DataFault(message, f"name it: columns: {{{missing[0]}: …}}", "columns")
    code = {role: _code(name) for role, name in columns.items()}
    status = " || ' ' || ".join(
        f"coalesce({expression}, '')"
        for expression in (
            code.get("status", "''"),
            f"'conf:' || {code['confidentiality']}" if "confidentiality" in code else "''",
        )
    )
    if "label" in columns:
        label = _text(columns["label"])
    elif "product" in columns and ":" in columns["product"]:
        label = f"trim(substr({_text(columns['product'])}, length({code['product']}) + 2))"
    else:
        label = "''"
    own = {str(name): tuple(words) for name, words in file.flows.items()}
    flows = {name: own.get(name, words) for name, words in _FLOWS.items()}
    expressions = {
        "reporter": f"upper({code['reporter']})",
        "partner": f"upper({code['partner']})",
        "flow": _flow(code["flow"], flows),
        "period": _period(code["period"]),
        "product": code.get("product", "''"),
        "label": label,
        "value": _value(columns["value"]),
        "power": f"coalesce(TRY_CAST({code['power']} AS INTEGER), 0)" if "power" in code else "0",
        "unit": code.get("unit", "''"),
        "status": f"trim({status})",
    }
    kept = ""
    if shape == "sdmx-csv" and "action" in found:  # 2.0: what is told to be deleted is no figure
        kept = f" WHERE upper(coalesce({_text(found['action'])}, 'I')) <> 'D'"
    return _select(expressions, kept)


# ------------------------------------------------------------------------- Comtrade and BACI


def _comtrade(found: Mapping[str, str]) -> str:
    today = "primaryvalue" in found
    wanted = (
        ("reportercode", "partnercode", "flowcode", "period", "cmdcode", "cmddesc", "primaryvalue")
        if today
        else (
            "reporter code", "partner code", "trade flow code", "period", "commodity code",
            "commodity", "trade value (us$)",
        )
    )  # fmt: skip
    missing = [
        name for name in wanted if name not in found and name not in ("cmddesc", "commodity")
    ]
    if missing:
        message = f"expected the columns of a UN Comtrade download, found none called {missing[0]}"
        raise DataFault(message, "or say shape: long", "shape")
    reporter, partner, flow, period, product, label, value = (found.get(name) for name in wanted)
    kind = found.get("classificationcode" if today else "classification")
    expressions = {
        "reporter": f"upper({_text(str(reporter))})",
        "partner": f"upper({_text(str(partner))})",
        "flow": _flow(_text(str(flow)), {"exports": ("X", "2"), "imports": ("M", "1")}),
        "period": _period(_text(str(period))),
        "product": _even(_text(str(product)), _text(kind) if kind else "'HS'"),
        "label": _text(label) if label else "''",
        "value": _value(str(value)),
        "power": "0",
        "unit": "'USD'",
        "status": "''",
    }
    totals = [
        _in(f"coalesce({_text(found[name.casefold()])}, '')", texts)
        for name, texts in _COMTRADE_TOTALS.items()
        if name.casefold() in found
    ]
    return _select(expressions, f" WHERE {' AND '.join(totals)}" if totals else "")


def _baci(found: Mapping[str, str], types: Mapping[str, str]) -> str:
    """Each row twice: as the exporter's exports and as the importer's imports, in thousands of dollars."""
    missing = [name for name in ("t", "i", "j", "k", "v") if name not in found]
    if missing:
        message = f"expected the columns t, i, j, k, v of BACI, found none called {missing[0]}"
        raise DataFault(message, "or say shape: long", "shape")
    sides = []
    for flow, reporter, partner in (("exports", "i", "j"), ("imports", "j", "i")):
        expressions = {
            "reporter": _text(found[reporter]),
            "partner": _text(found[partner]),
            "flow": f"'{flow}'",
            "period": _text(found["t"]),
            "product": _even(_text(found["k"]), "'HS'"),
            "label": "''",
            "value": _value(found["v"]),
            "power": "3",
            "unit": "'USD'",
            "status": "''",
            "reporter_number": _number(found[reporter], types),
            "partner_number": _number(found[partner], types),
        }
        sides.append(_select(expressions, ""))
    return " UNION ALL ".join(sides)


def _number(name: str, types: Mapping[str, str]) -> str:
    """A column of whole numbers as it is, so that the statistics of a Parquet file serve to skip rows."""
    if "INT" in types[name]:
        return _quoted(name)
    return f"TRY_CAST({_text(name)} AS INTEGER)"


def _even(code: str, classification: str) -> str:
    """An HS code with the zero that a spreadsheet took for nothing: 302 is 0302. SITC codes stay."""
    cut = f"regexp_full_match({code}, '[0-9]+') AND length({code}) % 2 = 1"
    return (
        f"CASE WHEN {cut} AND upper({classification}) LIKE 'H%' THEN '0' || {code} ELSE {code} END"
    )


def _select(expressions: Mapping[str, str], kept: str) -> str:
    listed = ", ".join(f"{expression} AS {name}" for name, expression in expressions.items())
    return f'SELECT "#row" AS row, {listed} FROM raw{kept}'


_EVERY = " ".join(
    f"WHEN regexp_full_match(period, '{pattern}') THEN '{every}'"
    for every, pattern in periods.PATTERNS.items()
)


_EDGE = r"(^|[\s,;|/]|$)"
_SECRET = (
    f"(regexp_matches(status, '{_EDGE}([bdefinpruz]{{0,2}}c[bdefinpruz]{{0,2}}|C|Q){_EDGE}') "
    "OR regexp_matches(status, '(?i)(confidential|secret|suppressed)') "
    r"OR (regexp_matches(status, 'conf:\S') AND NOT regexp_matches(status, 'conf:(F|FREE)(\s|$)')))"
)
"""Whether a status says that the figure is confidential, as `observations.statuses` reads it."""


def with_marks(sql: str) -> str:
    """What queries look for, beside each row: whether it is a total, how long its period is, its year.

    The value of a confidential row is not there: no query of anybody's can print it.
    """
    total = _in("upper(product)", TOTALS)
    year = "TRY_CAST(period[1:4] AS INTEGER)"
    value = f"CASE WHEN {_SECRET} THEN NULL ELSE value END AS value"
    marks = f"{total} AS total, CASE {_EVERY} END AS every, {year} AS year"
    return f"SELECT * REPLACE ({value}), {marks} FROM ({sql})"
