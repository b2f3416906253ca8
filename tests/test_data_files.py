"""Data files: every shape that people have them in, and the traps of trade statistics, a case each."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import duckdb
import pytest
from data_visit import LONG, load_visit, refused, results, values, write_visit
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.errors import FactsError
from briefing.facts.calculations import evaluate
from briefing.facts.model import ValueFact
from briefing.load import load, loads

EX = "  EX: {ask: exports, data: trade, reporter: NO, partner: PT, measure: exports}\n"
IM = "  IM: {ask: imports, data: trade, reporter: NO, partner: PT, measure: imports}\n"


def long(*rows: str) -> str:
    return LONG + "\n".join(rows) + "\n"


# ------------------------------------------------------------------------------- the shapes


def test_a_long_table(tmp_path: Path) -> None:
    text = long("NO,PT,exports,2023,TOTAL,10.5,EUR,", "NOR,620,X,2024,TOTAL,12,EUR,provisional")
    loaded = load_visit(tmp_path, EX, text)
    assert values(loaded) == {"EX-2023": "10.5 EUR", "EX-2024": "12 EUR provisional"}
    assert [fact.at.place for fact in loaded.visit.facts.values()] == ["2", "3"]


SDMX_1 = """\
DATAFLOW,FREQ,REF_AREA,COUNTERPART_AREA,TRADE_FLOW,PRODUCT,TIME_PERIOD,OBS_VALUE,OBS_STATUS,CONF_STATUS,UNIT_MEASURE,UNIT_MULT
XX:TRADE(1.0),A,NO,PT,X,_T,2023,1.5,A,F,EUR,6
XX:TRADE(1.0),A,NO,PT,X,_T,2024,1.75,P,F,EUR,6
XX:TRADE(1.0),M,NO,PT,X,_T,2024-M01,0.1,P,F,EUR,6
XX:TRADE(1.0),A,NO,PT,X,_T,2025,1.8,A,C,EUR,6
"""
SDMX_1_LABELS = """\
DATAFLOW,FREQ: Frequency,REPORTER: Reporter,PARTNER: Partner,FLOW: Flow,PRODUCT: Product,TIME_PERIOD: Time,OBS_VALUE: Value,UNIT_MEASURE: Unit
XX:TRADE(1.0): Trade,A: Annual,NO: Norway,PT: Portugal,2: EXPORT,TOTAL: All goods,2024: 2024,12,EUR: Euro
"""
SDMX_2 = """\
STRUCTURE,STRUCTURE_ID,ACTION,reporter,partner,flow,product,TIME_PERIOD,OBS_VALUE,OBS_FLAG
dataflow,ESTAT:DS(1.0),I,NO,PT,2,TOTAL,2023,100,
dataflow,ESTAT:DS(1.0),D,NO,PT,2,TOTAL,2023,999,
dataflow,ESTAT:DS(1.0),I,NO,PT,2,TOTAL,2024,:,c
dataflow,ESTAT:DS(1.0),I,NO,PT,2,TOTAL,2025,110,ep
"""
COMTRADE = """\
typeCode,freqCode,refYear,period,reporterCode,reporterISO,flowCode,partnerCode,partnerISO,partner2Code,classificationCode,cmdCode,cmdDesc,customsCode,motCode,primaryValue
C,A,2024,2024,579,NOR,X,620,PRT,0,H6,TOTAL,All Commodities,C00,0,1200.5
C,A,2024,2024,579,NOR,X,620,PRT,0,H6,TOTAL,All Commodities,C00,2100,700
C,A,2024,2024,579,NOR,X,620,PRT,0,H6,TOTAL,All Commodities,C05,0,500
C,A,2024,2024,579,NOR,X,620,PRT,724,H6,TOTAL,All Commodities,C00,0,30
C,A,2024,2024,579,NOR,RX,620,PRT,0,H6,TOTAL,All Commodities,C00,0,9
C,M,2024,202403,579,NOR,X,620,PRT,0,H6,TOTAL,All Commodities,C00,0,99
"""
COMTRADE_BEFORE = """\
Classification,Year,Period,Trade Flow Code,Trade Flow,Reporter Code,Reporter,Partner Code,Partner,Commodity Code,Commodity,Trade Value (US$)
H4,2015,2015,2,Export,579,Norway,620,Portugal,TOTAL,All Commodities,77
"""
BACI = (
    "t,i,j,k,v,q\n2023,579,620,10121,1.5,2\n2023,579,620,270900,2.25,NA\n2023,620,579,30100,4,1\n"
)


@pytest.mark.parametrize(
    ("text", "measure", "data", "expected"),
    [
        (
            SDMX_1,
            "exports",
            "",
            {"EX-2023": "1500000 EUR", "EX-2024": "1750000 EUR provisional", "EX-2025": "withheld"},
        ),
        (SDMX_1_LABELS, "exports", "", {"EX-2024": "12 EUR"}),
        (
            SDMX_2,
            "exports",
            "unit: 1000 EUR",
            {
                "EX-2023": "100000 EUR",
                "EX-2024": "withheld",
                "EX-2025": "110000 EUR estimated provisional",
            },
        ),
        (COMTRADE, "dollars", "", {"EX-2024": "1200.5 USD"}),
        (COMTRADE_BEFORE, "dollars", "", {"EX-2015": "77 USD"}),
        (BACI, "dollars", "", {"EX-2023": "3750 USD"}),
    ],
    ids=["sdmx-1.0", "sdmx-1.0-labels", "sdmx-2.0", "comtrade", "comtrade-before", "baci"],
)
def test_a_shape(
    tmp_path: Path, text: str, measure: str, data: str, expected: dict[str, str]
) -> None:
    query = EX.replace("measure: exports", f"measure: {measure}")
    assert values(load_visit(tmp_path, query, text, data=data)) == expected


def test_baci_has_the_importers_side_of_the_same_rows(tmp_path: Path) -> None:
    query = IM.replace("measure: imports", "measure: dollars")
    assert values(load_visit(tmp_path, query, BACI)) == {"IM-2023": "4000 USD"}


def test_codes_that_a_spreadsheet_cut_get_their_zero_back(tmp_path: Path) -> None:
    query = EX.replace("exports, data", "top-products, digits: 2, data").replace(
        "measure: exports", "measure: dollars"
    )
    loaded = load_visit(tmp_path, query, BACI)
    facts = [fact for fact in loaded.visit.facts.values() if isinstance(fact, ValueFact)]
    assert [(fact.code, str(fact.exact)) for fact in facts] == [
        ("27", "2250 USD"),
        ("01", "1500 USD"),
    ]


def test_a_workbook(tmp_path: Path) -> None:
    book = office_workbook(
        [["reporter", "partner", "flow", "period", "value"], ["NO", "PT", "X", 2024, 12.5]]
    )
    loaded = load_visit(tmp_path, EX, book, file="trade.xlsx", data="unit: EUR")
    assert values(loaded) == {"EX-2024": "12.5 EUR"}


def test_a_workbook_has_the_sheets_that_it_has(tmp_path: Path) -> None:
    book = office_workbook([["reporter"]])
    said = refused(tmp_path, EX, book, file="trade.xlsx", data="sheet: Trade, unit: EUR")
    assert said == ['data.trade.sheet: expected a sheet of the workbook, found "Trade"']


def test_parquet_with_numbers_is_read_as_text_and_so_exactly(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE t AS SELECT 'NO' reporter, 'PT' partner, 'X' flow, 2024 period, "
            "CAST('1234567890123.45' AS DECIMAL(18, 2)) AS value, 'EUR' unit"
        )
        connection.execute(f"COPY t TO '{tmp_path / 'made.parquet'}' (FORMAT parquet)")
    content = (tmp_path / "made.parquet").read_bytes()
    loaded = load_visit(tmp_path, EX, content, file="trade.parquet")
    assert values(loaded) == {"EX-2024": "1234567890123.45 EUR"}
    assert loaded.visit.facts["EX-2024"].at.place == "1"


def test_columns_of_other_names_are_named(tmp_path: Path) -> None:
    text = "von,nach,richtung,jahr,betrag\nNO,PT,Ausfuhr,2024,12\n"
    data = (
        "unit: EUR, columns: {reporter: von, partner: nach, flow: richtung, period: jahr, value: betrag}, "
        "flows: {exports: Ausfuhr, imports: Einfuhr}"
    )
    assert values(load_visit(tmp_path, EX, text, data=data)) == {"EX-2024": "12 EUR"}


def test_semicolons_and_a_byte_order_mark(tmp_path: Path) -> None:
    text = "\ufeffreporter;partner;flow;period;value;unit\nNO;PT;X;2024;12;EUR\n"
    assert values(load_visit(tmp_path, EX, text)) == {"EX-2024": "12 EUR"}


def office_workbook(rows: list[list[object]]) -> bytes:
    """An .xlsx with one sheet called Sheet1, written by hand: no library of the tests writes any."""

    def cell(value: object, row: int, column: int) -> str:
        name = f"{chr(65 + column)}{row + 1}"
        if isinstance(value, (int, float)):
            return f'<c r="{name}"><v>{value}</v></c>'
        return f'<c r="{name}" t="inlineStr"><is><t>{value}</t></is></c>'

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    data = "".join(
        f'<row r="{r + 1}">{"".join(cell(v, r, c) for c, v in enumerate(row))}</row>'
        for r, row in enumerate(rows)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/s.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" '
        f'Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="b" Type="{relation}/worksheet" Target="s.xml"/></Relationships>',
        "xl/s.xml": f'<worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>',
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return made.getvalue()


# -------------------------------------------------------------------------------- the traps


def test_missing_years_stay_in_sight(tmp_path: Path) -> None:
    query = EX.replace("measure:", "periods: 2021–2025, measure:")
    text = long(
        "NO,PT,X,2022,TOTAL,1,EUR,", "NO,PT,X,2024,TOTAL,3,EUR,", "NO,PT,X,2025,TOTAL,,EUR,L"
    )
    said = values(load_visit(tmp_path, query, text))
    assert said == {
        "EX-2021": "not stated",
        "EX-2022": "1 EUR",
        "EX-2023": "not stated",
        "EX-2024": "3 EUR",
        "EX-2025": "not stated",
    }


def test_the_same_months_are_held_against_each_other_and_a_year_that_lacks_one_is_not(
    tmp_path: Path,
) -> None:
    query = EX.replace("measure:", "months: January–February, change: change, measure:")
    rows = [
        f"NO,PT,X,{p},TOTAL,{v},EUR," for p, v in (("2024-01", 1), ("2024-02", 2), ("2024-03", 50))
    ]
    rows += [
        f"NO,PT,X,{p},TOTAL,{v},EUR,p" for p, v in (("2025-01", 4), ("2025-02", 5), ("2026-01", 9))
    ]
    loaded = load_visit(tmp_path, query, long(*rows))
    assert values(loaded) == {
        "EX-2024-01-02": "3 EUR",
        "EX-2025-01-02": "9 EUR provisional",
        "EX-2026-01-02": "not stated",
    }
    assert loaded.visit.facts["EX-2024-01-02"].at.place == "2–3"
    assert {id: r.rounded for id, r in results(loaded.visit).items()} == {"EX-change-2025-01-02": 2}


def test_growth_from_zero_is_refused(tmp_path: Path) -> None:
    query = EX.replace("measure:", "change: change, measure:")
    rows = [f"NO,PT,X,{y},TOTAL,{v},EUR," for y, v in ((2022, 0), (2023, 4), (2024, 5))]
    loaded = load_visit(tmp_path, query, long(*rows))
    assert list(loaded.visit.calculations) == ["EX-change-2024"]
    text = write_visit(tmp_path, query, long(*rows)).read_text(encoding="utf-8")
    wrong = (
        f"{text}calculations: {{C: {{name: growth, formula: EX-2023 / EX-2022 - 1, unit: '%'}}}}\n"
    )
    (tmp_path / "visit.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(FactsError, match="zero"):
        load(tmp_path / "visit.yaml")


def test_confidential_rows_are_withheld_and_so_is_what_rests_on_them(tmp_path: Path) -> None:
    text = long("NO,PT,X,2024,TOTAL,123456,EUR,confidential", "NO,PT,M,2024,TOTAL,5,EUR,")
    loaded = load_visit(
        tmp_path, EX + IM + "  B: {ask: balance, of: [EX, IM], measure: balance}\n", text
    )
    assert values(loaded)["EX-2024"] == "withheld"
    assert "123456" not in loaded.travelling.decode()
    assert evaluate(loaded.visit)["B-2024"].dropped


def test_a_sum_with_a_confidential_part_is_withheld(tmp_path: Path) -> None:
    query = EX.replace("measure:", "sum: yes, measure:")
    text = long("NO,PT,X,2024,03,1,EUR,", "NO,PT,X,2024,27,,EUR,c")
    assert values(load_visit(tmp_path, query, text)) == {"EX-2024": "withheld"}


def test_totals_are_not_added_to_their_parts(tmp_path: Path) -> None:
    query = EX.replace("measure:", "sum: yes, measure:")
    text = long("NO,PT,X,2024,TOTAL,3,EUR,", "NO,PT,X,2024,03,1,EUR,", "NO,PT,X,2024,27,2,EUR,")
    assert values(load_visit(tmp_path, query, text)) == {"EX-2024": "3 EUR"}


def test_products_without_a_total_are_added_only_if_asked(tmp_path: Path) -> None:
    text = long("NO,PT,X,2024,03,1,EUR,", "NO,PT,X,2024,27,2,EUR,")
    said = refused(tmp_path, EX, text)
    assert said == ["queries.EX.product: the file has products, and no row is their total"]
    assert values(load_visit(tmp_path, EX.replace("measure:", "sum: yes, measure:"), text)) == {
        "EX-2024": "3 EUR"
    }
    assert values(load_visit(tmp_path, EX.replace("measure:", "product: 27, measure:"), text)) == {
        "EX-2024": "2 EUR"
    }


def test_one_figure_that_stands_twice_is_refused(tmp_path: Path) -> None:
    text = long("NO,PT,X,2024,TOTAL,1,EUR,", "NO,PT,X,2024,TOTAL,1,EUR,")
    assert refused(tmp_path, EX, text) == ["queries.EX: 2 rows are of 2024: rows 2–3"]


TOP = EX.replace("exports, data", "top-products, top: 2, data").replace(": exports}", ": products}")


def test_products_of_equal_worth_share_a_place_and_totals_have_none(tmp_path: Path) -> None:
    rows = [
        f"NO,PT,X,2024,{k},{v},EUR,"
        for k, v in (("TOTAL", 99), ("03", 5), ("27", 7), ("76", 5), ("84", 1))
    ]
    loaded = load_visit(tmp_path, TOP, long(*rows))
    facts = [fact for fact in loaded.visit.facts.values() if isinstance(fact, ValueFact)]
    assert [(fact.code, fact.tied) for fact in facts] == [("27", False), ("03", True), ("76", True)]


def test_groups_do_not_rank_with_their_parts(tmp_path: Path) -> None:
    text = long("NO,PT,X,2024,03,5,EUR,", "NO,PT,X,2024,0302,4,EUR,")
    said = refused(tmp_path, TOP, text)
    assert said == [
        "queries.EX.digits: codes of 2, 4 digits stand in the file: groups must not rank with their parts"
    ]


RANK = "  R: {ask: partner-rank, data: trade, reporter: NO, partner: PT, measure: rank, values: partners, top: 2}\n"


def test_partners_rank_without_groups_and_the_world(tmp_path: Path) -> None:
    rows = [
        f"NO,{p},X,2024,TOTAL,{v},EUR,"
        for p, v in (("WORLD", 99), ("EU27_2020", 60), ("DE", 30), ("PT", 5), ("SE", 9), ("LT", 5))
    ]
    loaded = load_visit(tmp_path, RANK, long(*rows))
    said = values(loaded)
    assert said == {
        "R-2024": "3",
        "R-DE_2024": "30 EUR",
        "R-SE_2024": "9 EUR",
        "R-PT_2024": "5 EUR",
    }
    own = loaded.visit.facts["R-2024"]
    assert isinstance(own, ValueFact)
    assert own.tied


@pytest.mark.parametrize(("status", "shown"), [("c", "withheld"), ("M", None)])
def test_a_place_among_figures_that_are_not_all_there_is_not_known(
    tmp_path: Path, status: str, shown: str | None
) -> None:
    text = long(f"NO,DE,X,2024,TOTAL,,EUR,{status}", "NO,PT,X,2024,TOTAL,5,EUR,")
    said = values(load_visit(tmp_path, RANK, text))
    assert said["R-2024"] == "not stated"
    assert said.get("R-DE_2024") == shown


def test_each_product_stands_in_the_year_that_its_figure_is_of(tmp_path: Path) -> None:
    rows = [
        f"NO,PT,X,{y},{k},{v},EUR,"
        for y, k, v in ((2022, "27", 10), (2025, "27", 99), (2024, "03", 40), (2025, "03", 50))
    ]
    query = TOP.replace("measure:", "periods: 2022–2025, measure:")
    said = values(load_visit(tmp_path, query, long(*rows)))
    assert said["EX-27_2024"] == "not stated"
    assert said["EX-27_2022"] == "10 EUR"
    assert said["EX-03_2024"] == "40 EUR"


def test_a_share_is_of_the_world_and_never_of_what_happens_to_be_there(tmp_path: Path) -> None:
    share = EX + "  S: {ask: share, of: EX, measure: share, whole: all}\n"
    rows = ["NO,PT,X,2024,TOTAL,5,EUR,", "NO,DE,X,2024,TOTAL,15,EUR,"]
    assert refused(tmp_path, share, long(*rows)) == [
        "queries.S.data: the file has no exports of NO with all partners"
    ]
    loaded = load_visit(tmp_path, share, long(*rows, "NO,W00,X,2024,TOTAL,50,EUR,"))
    assert str(results(loaded.visit)["S-2024"].rounded) == "0.100"


MIRROR = EX + "  M: {ask: mirror, of: EX, measure: mirror, because: freight}\n"


def test_both_sides_figures_stand_beside_each_other_and_are_never_averaged(tmp_path: Path) -> None:
    text = long("NO,PT,X,2024,TOTAL,100,EUR,", "PT,NO,M,2024,TOTAL,107,EUR,")
    loaded = load_visit(tmp_path, MIRROR, text)
    assert values(loaded) == {"EX-2024": "100 EUR", "M-2024": "107 EUR"}
    assert {id: r.rounded for id, r in results(loaded.visit).items()} == {"M-difference-2024": 7}
    assert loaded.visit.measures["mirror"].mirror == "exports"


def test_baci_has_no_mirror(tmp_path: Path) -> None:
    query = MIRROR.replace("measure: exports", "measure: dollars").replace(
        "measure: mirror", "measure: dollars"
    )
    (said,) = refused(tmp_path, query, BACI)
    assert "reconciled" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            long('NO,PT,X,2024,TOTAL,"1,234",EUR,'),
            "data.trade.file: row 2 of trade.csv has “1,234”, which is no number",
        ),
        (long("NO,PT,X,2024,TOTAL,1,EUR,odd"), 'queries.EX: the status "odd" is not known'),
        (
            long("NO,PT,X,2024,TOTAL,1,,"),
            "data.trade.unit: no column says in what unit the figures are",
        ),
        (
            long("NO,PT,X,2024,TOTAL,1,USD,"),
            "queries.EX.measure: the file’s figures are in USD, and exports is in EUR",
        ),
        (
            long("SE,PT,X,2024,TOTAL,1,EUR,"),
            "queries.EX.data: the file has no exports of NO with PT",
        ),
        (
            "a,b\n1,2\n",
            "data.trade.columns: no column holds reporter, partner, flow, period, value; the file has a, b",
        ),
    ],
    ids=["thousands", "status", "unit", "currency", "country", "columns"],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, text: str, said: str) -> None:
    assert refused(tmp_path, EX, text) == [said]


@pytest.mark.parametrize(
    "name", ["../trade.csv", "/etc/hostname", "there-is-none.csv", '"a\\0.csv"']
)
def test_only_files_beside_the_facts_file_are_read(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "visit"
    folder.mkdir()
    (tmp_path / "trade.csv").write_text(long("NO,PT,X,2024,TOTAL,1,EUR,"), encoding="utf-8")
    path = write_visit(folder, EX, "")
    path.write_text(
        path.read_text(encoding="utf-8").replace("file: trade.csv", f"file: {name}"),
        encoding="utf-8",
    )
    with pytest.raises(FactsError, match=r"data\.trade\.file"):
        load(path)


def test_a_link_to_a_file_elsewhere_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "visit"
    folder.mkdir()
    path = write_visit(folder, EX, "")
    (tmp_path / "secret.csv").write_text(long("NO,PT,X,2024,TOTAL,1,EUR,"), encoding="utf-8")
    (folder / "trade.csv").unlink()
    (folder / "trade.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(FactsError, match="own folder"):
        load(path)


def test_a_facts_file_that_somebody_sent_reads_nothing(tmp_path: Path) -> None:
    path = write_visit(tmp_path, EX, long("NO,PT,X,2024,TOTAL,1,EUR,"))
    with pytest.raises(FactsError, match="not sent with a facts file"):
        loads(path.read_bytes(), path.as_posix())


def test_what_travels_needs_no_data_file_and_says_the_same(tmp_path: Path) -> None:
    loaded = load_visit(tmp_path, EX, long("NO,PT,X,2024,TOTAL,1234567,EUR,p"))
    again = loads(loaded.travelling)
    assert again.visit.facts == loaded.visit.facts
    assert not again.visit.queries


def test_all_countries_are_added_without_the_groups_that_they_are_in(tmp_path: Path) -> None:
    query = EX.replace("measure:", "sum: yes, measure:")
    share = query + "  S: {ask: share, of: EX, measure: share, whole: all}\n"
    rows = [
        f"NO,{p},X,2024,TOTAL,{v},EUR," for p, v in (("PT", 100), ("DE", 900), ("EU27_2020", 1000))
    ]
    loaded = load_visit(tmp_path, share, long(*rows))
    assert values(loaded)["S-of-2024"] == "1000 EUR"


@pytest.mark.parametrize("ask", ["exports", "top-products, digits: 2"])
def test_groups_of_products_are_not_added_to_their_parts(tmp_path: Path, ask: str) -> None:
    query = EX.replace("exports, data", f"{ask}, sum: yes, data")
    text = long("NO,PT,X,2024,03,60,EUR,", "NO,PT,X,2024,0302,60,EUR,", "NO,PT,X,2024,27,100,EUR,")
    (said,) = refused(tmp_path, query, text)
    assert "codes of 2, 4 digits stand in the file: groups are not added to their parts" in said


def test_the_section_that_has_the_number_nought_is_no_total(tmp_path: Path) -> None:
    query = EX.replace("measure:", "sum: yes, measure:")
    text = long("NO,PT,X,2024,0,60,EUR,", "NO,PT,X,2024,1,5,EUR,")
    assert values(load_visit(tmp_path, query, text)) == {"EX-2024": "65 EUR"}


def test_a_confidential_product_stays_in_sight(tmp_path: Path) -> None:
    text = long("NO,PT,X,2024,03,60,EUR,", "NO,PT,X,2024,27,1000,EUR,c")
    assert values(load_visit(tmp_path, TOP, text)) == {
        "EX-03_2024": "60 EUR",
        "EX-27_2024": "withheld",
    }


def test_goods_that_come_back_are_no_partners(tmp_path: Path) -> None:
    rows = [f"NO,{p},X,2024,TOTAL,{v},EUR," for p, v in (("PT", 10), ("NO", 500))]
    assert values(load_visit(tmp_path, RANK, long(*rows)))["R-2024"] == "1"


@pytest.mark.parametrize(("power", "value"), [("-3", "5 EUR"), ("3", "5000000 EUR")])
def test_powers_of_ten_of_both_signs(tmp_path: Path, power: str, value: str) -> None:
    text = (
        "DATAFLOW,REF_AREA,COUNTERPART_AREA,TRADE_FLOW,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,UNIT_MULT\n"
        f"x,NO,PT,X,2024,5000,EUR,{power}\n"
    )
    assert values(load_visit(tmp_path, EX, text)) == {"EX-2024": value}


def test_a_number_without_end_is_no_number(tmp_path: Path) -> None:
    said = refused(tmp_path, EX, long("NO,PT,X,2024,TOTAL,1e99999,EUR,"))
    assert said == ["data.trade.file: row 2 of trade.csv has “1e99999”, which is no number"]


@pytest.mark.parametrize(
    ("queries", "said"),
    [
        (
            "  A: {ask: balance, of: [A, A], measure: balance}\n",
            ["queries.A.of: the queries go round in a circle: A → A"],
        ),
        (EX.replace("trade,", "tarde,"), ['queries.EX.data: no data file has the id "tarde"']),
        (EX.replace("ask: exports, ", ""), ["queries.EX: a query has one of ask and sql"]),
        (
            EX.replace("measure:", "months: 1-9, measure:"),
            ['queries.EX.months: expected months such as January–September, found "1-9"'],
        ),
        (
            EX.replace("measure:", "periods: 2030, measure:"),
            ["queries.EX.data: the file has no exports of NO with PT in 2030"],
        ),
    ],
    ids=["circle", "data", "ask", "months", "future"],
)
def test_queries_that_cannot_be_put_are_told_once(
    tmp_path: Path, queries: str, said: list[str]
) -> None:
    assert refused(tmp_path, queries, long("NO,PT,X,2024,TOTAL,1,EUR,")) == said


def test_a_sum_of_many_rows_is_that_of_few_rows_added_up(tmp_path: Path) -> None:
    query = EX.replace("measure:", "sum: yes, measure:")
    rows = [f"NO,PT,X,2024,{code},{code}.25,EUR," for code in range(1000, 4000)]
    loaded = load_visit(tmp_path, query, long(*rows))  # more than are fetched: DuckDB adds them up
    assert values(loaded) == {"EX-2024": f"{sum(range(1000, 4000)) + 750} EUR"}
    assert loaded.visit.facts["EX-2024"].at.place == "2–3001"


def test_a_workbook_that_unpacks_without_end_is_not_opened(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(tmp_path / "bomb", "w", zipfile.ZIP_DEFLATED) as file,
        file.open("xl/workbook.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(520):
            member.write(bytes(2**20))
    said = refused(tmp_path, EX, (tmp_path / "bomb").read_bytes(), file="trade.xlsx")
    assert said == ["data.trade.file: the workbook unpacks to more than 512 MiB"]


# ------------------------------------------------------------------------------ own SQL


def sql(text: str) -> str:
    return f'  Q: {{data: trade, measure: exports, sql: "{text}"}}\n'


ROWS = long("NO,PT,X,2024,TOTAL,1,EUR,", "NO,SE,X,2024,TOTAL,2,EUR,", "NO,SE,X,2023,TOTAL,4,EUR,")


def test_sql_of_ones_own(tmp_path: Path) -> None:
    query = sql(
        "SELECT period, sum(CAST(value AS DECIMAL(18, 2))) AS value FROM data GROUP BY period"
    )
    assert values(load_visit(tmp_path, query, ROWS)) == {"Q-2023": "4 EUR", "Q-2024": "3 EUR"}


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE data",
        "COPY data TO 'x.csv'",
        "SET threads = 8",
        "PRAGMA database_list",
        "SELECT period, value FROM data; SELECT 1",
        "SELECT period, value FROM read_csv('/etc/passwd')",
        "SELECT period, value FROM '/etc/passwd'",
        "SELECT period, value FROM raw",
        "SELECT period, value FROM duckdb_settings()",
        "SELECT '2024' AS period, getenv('HOME') AS value",
        "SELECT '2024' AS period, random() AS value",
        "SELECT '2024' AS period, year(today()) AS value",
        "SELECT period, value FROM data USING SAMPLE 1",
        "SELECT period, (SELECT content FROM read_text('/etc/passwd')) AS value FROM data",
        "SELECT current_date AS period, 1 AS value",
        "ATTACH 'x.db'",
        "INSTALL httpfs",
        "not sql at all",
        "SELECT period, value FROM data LIMIT 1",
        "SELECT period, row_number() OVER () AS value FROM data",
        "SELECT period, string_agg(value) AS value FROM data GROUP BY period",
        "SELECT period, any_value(value) AS value FROM data GROUP BY period",
        "WITH sqlite_master AS (SELECT 1) SELECT period, value FROM data, sqlite_master",
    ],
)
def test_sql_that_is_more_than_a_select_over_the_file_is_refused(
    tmp_path: Path, statement: str
) -> None:
    said = refused(tmp_path, sql(statement), ROWS)
    assert all(one.startswith("queries.Q") for one in said), said


@pytest.mark.parametrize("status", ["confidential", "c", "Q", "pc", "p c", "Suppressed"])
def test_sql_of_ones_own_does_not_see_what_is_confidential(tmp_path: Path, status: str) -> None:
    text = long("NO,PT,X,2023,TOTAL,1,EUR,p", f"NO,PT,X,2024,TOTAL,98765,EUR,{status}")
    loaded = load_visit(tmp_path, sql("SELECT period, value, status FROM data"), text)
    said = values(loaded)
    assert said["Q-2023"] == "1 EUR provisional"
    assert said["Q-2024"].startswith("withheld")


def test_sql_of_ones_own_says_which_of_its_figures_are_provisional(tmp_path: Path) -> None:
    text = long(
        "NO,PT,X,2024,TOTAL,100,EUR,", "NO,SE,X,2024,TOTAL,777,EUR,c", "NO,DE,X,2024,TOTAL,3,EUR,p"
    )
    summed = (
        "SELECT period, sum(CAST(value AS DECIMAL(18, 2))) AS value{} FROM data GROUP BY period"
    )
    (said,) = refused(tmp_path, sql(summed.format("")), text)
    assert "provisional, confidential and the like" in said
    status = ", string_agg(DISTINCT status, ' ' ORDER BY status) AS status"
    assert values(load_visit(tmp_path, sql(summed.format(status)), text)) == {
        "Q-2024": "withheld provisional"
    }


def test_sql_of_ones_own_may_end_in_a_comment(tmp_path: Path) -> None:
    query = sql("SELECT period, value FROM data WHERE partner = 'PT' -- Portugal")
    assert values(load_visit(tmp_path, query, ROWS)) == {"Q-2024": "1 EUR"}


def test_sql_of_ones_own_ranks_countries_and_no_world(tmp_path: Path) -> None:
    query = sql("SELECT period, value, partner FROM data")
    loaded = load_visit(tmp_path, query, ROWS)
    assert [getattr(fact, "partner", "") for fact in loaded.visit.facts.values()] == [
        "SE",
        "PT",
        "SE",
    ]
    (said,) = refused(tmp_path, query, ROWS + "NO,WORLD,X,2024,TOTAL,9,EUR,\n")
    assert "“WORLD” is no country" in said.replace('"WORLD"', "“WORLD”")


def test_sql_of_ones_own_does_not_see_what_sdmx_says_is_confidential(tmp_path: Path) -> None:
    query = sql("SELECT period, value, status FROM data WHERE every = 'year'")
    said = values(load_visit(tmp_path, query, SDMX_1))
    assert said == {
        "Q-2023": "1500000 EUR",
        "Q-2024": "1750000 EUR provisional",
        "Q-2025": "withheld",
    }


def test_sql_may_not_have_more_rows_than_people_read(tmp_path: Path) -> None:
    rows = [f"NO,PT,X,{y},TOTAL,1,EUR," for y in range(2024, 2025)] * 2
    query = sql(
        "SELECT '2024' AS period, '1' AS value FROM data a, data b, data c, data d, data e, data f, data g, data h, data i, data j, data k"
    )
    (said,) = refused(tmp_path, query, long(*rows))
    assert "2,000 results" in said


# --------------------------------------------------------------------- for any input at all


@given(
    st.dictionaries(
        st.integers(1990, 2030),
        st.decimals(-(10**15), 10**15, places=2, allow_nan=False, allow_infinity=False),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=30)
def test_any_number_comes_through_as_it_is_written(
    tmp_path_factory: pytest.TempPathFactory, numbers: dict[int, object]
) -> None:
    rows = [f"NO,PT,X,{year},TOTAL,{number:f},EUR," for year, number in numbers.items()]
    loaded = load_visit(tmp_path_factory.mktemp("data"), EX, long(*rows))
    for year, number in numbers.items():
        fact = loaded.visit.facts[f"EX-{year}"]
        assert isinstance(fact, ValueFact)
        assert getattr(fact.exact, "value", None) == number
    assert set(range(min(numbers), max(numbers) + 1)) == {int(k[3:]) for k in loaded.visit.facts}
