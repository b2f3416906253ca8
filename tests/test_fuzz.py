"""Spoiled files: always a diagnostic or a good build. Few of them here, ten thousand by `make fuzz`.

What ten thousand found has a test of its own, here or in tests/errors/.
"""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import fuzz
import pytest

from briefing.cli.ledger import read_ledger
from briefing.delivery import Address, Ledger, Parcel
from briefing.delivery.rules_file import load_rules
from briefing.editions import folder
from briefing.editions.drawings import KeptDrawings
from briefing.editions.record import Record
from briefing.errors import DeliveryError, FactsError, StateError
from briefing.load import loads
from briefing.load.characters import LARGEST_FILE

SEED = "2026"
BATCH = 10


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[fuzz.Fuzz]:
    with fuzz.steady():
        yield fuzz.Fuzz(tmp_path_factory.mktemp("fuzz"), SEED)


def batches(count: int) -> list[range]:
    return [range(start, start + BATCH) for start in range(0, count, BATCH)]


@pytest.mark.parametrize("numbers", batches(500), ids=str)
def test_a_spoiled_facts_file_loads_or_every_problem_has_its_place(
    fuzzed: fuzz.Fuzz, numbers: range
) -> None:
    for number in numbers:
        fuzzed.once("load", number)


@pytest.mark.parametrize("numbers", batches(50), ids=str)
def test_a_spoiled_facts_file_builds_or_the_last_edition_is_as_it_was(
    fuzzed: fuzz.Fuzz, numbers: range
) -> None:
    built = sum(fuzzed.once("build", number) for number in numbers)
    assert built >= 2, "what is refused on loading is judged above"


@pytest.mark.parametrize("numbers", batches(100), ids=str)
def test_spoiled_rules_of_delivery_are_told_or_taken(fuzzed: fuzz.Fuzz, numbers: range) -> None:
    for number in numbers:
        fuzzed.once("rules", number)


@pytest.mark.parametrize("numbers", batches(60), ids=str)
def test_every_command_lives_with_spoiled_records(fuzzed: fuzz.Fuzz, numbers: range) -> None:
    for number in numbers:
        fuzzed.once("record", number)


def test_every_command_lives_with_a_record_that_is_gone_or_a_folder(fuzzed: fuzz.Fuzz) -> None:
    records = [name for name in fuzzed.desk(small=True).files() if not name.endswith(".lock")]
    for number, name in enumerate(sorted(records)):
        desk = fuzzed.desk(small=True)
        record = desk.output / name
        record.unlink()
        if number % 2:
            record.mkdir()
        fuzz.check_commands(desk, random.Random(name))


FIRST = fuzz.FIRST.read_bytes()
HUGE = {
    "control characters": b"\x01" * LARGEST_FILE,
    "UTF-16": FIRST.decode().encode("utf-16-le") * 50,
    "commas": FIRST.replace(b"title: ", b"title: {a: b" + b", c" * 20_000 + b"} ", 1),
    "brackets": b"[" * LARGEST_FILE,
    "digits": b"facts: {F1: {value: " + b"1" * 4_000_000 + b"}}",
    "carriage returns": b"\r" * LARGEST_FILE,
}


@pytest.mark.parametrize("content", HUGE.values(), ids=HUGE)
def test_a_huge_file_is_refused_in_good_time(content: bytes) -> None:
    with fuzz._in_time(), pytest.raises(FactsError):
        loads(content[:LARGEST_FILE])


def test_of_very_many_characters_that_must_not_be_there_a_hundred_are_told() -> None:
    with pytest.raises(FactsError) as refused:
        loads(b"a\n\x01" + b"\r\n\x02x\x03" * 1_000)
    told = [str(one).partition("\n")[0] for one in refused.value.diagnostics]
    assert len(told) == 101
    assert told[:3] == [
        "visit.yaml:2:1: error: U+0001 (control character) is not allowed",
        "visit.yaml:3:1: error: U+0002 (control character) is not allowed",
        "visit.yaml:3:3: error: U+0003 (control character) is not allowed",
    ]
    assert told[-1] == "visit.yaml:52:3: error: more characters follow that are not allowed"


def test_a_message_is_one_line_of_a_length_that_can_be_read() -> None:
    words = "word " * 20_000
    with pytest.raises(FactsError) as refused:
        loads(f'visit: {{title: x, "a\\n\\nb": 1}}\nbrief: {{as_of: {words}}}\n'.encode())
    for told in refused.value.diagnostics:
        assert "\n" not in told.message
        assert "\n" not in told.where
        assert len(told.message) <= 600
    assert any("a b" in told.where for told in refused.value.diagnostics)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (fuzz._RULES.replace("timeout = 30", f"timeout = {10**400}"), "a number from 1 to 1000000"),
        (fuzz._RULES.replace("10 MB", f"{10**400} MB"), 'a size such as "10 MB"'),
        ("a = " + "[" * 9_000, "nested too deep"),
        ("a = " + "9" * 9_000, "a number has too many digits"),
    ],
)
def test_rules_that_python_cannot_read_are_told(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "delivery.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DeliveryError, match=said):
        load_rules(file)


@pytest.mark.parametrize(
    ("column", "value"),
    [("changed", "soon"), ("edition", "two"), ("answer", b"x"), ("state", "lost")],
)
def test_a_row_that_no_run_wrote_is_a_damaged_ledger(
    tmp_path: Path, column: str, value: object
) -> None:
    ledger = Ledger(tmp_path / "deliveries.sqlite")
    parcel = Parcel("oslo", 1, "A visit", "", draft=False)
    ledger.start()
    ledger.claim(parcel, Address.parse("a@mfa.example"), datetime(2026, 3, 14, tzinfo=UTC))
    with closing(sqlite3.connect(ledger.path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = 1")
        connection.execute(f"UPDATE delivery SET {column} = ?", (value,))
    with pytest.raises(DeliveryError, match="is damaged"):
        ledger.entries()


RECORD = Record("oslo", 1, 0, "2026-03-13", "c", "f", "b", "A visit", "en-GB", files={"a.pdf": "0"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("files", {"a\0b.pdf": "0"}),
        ("files", {"x" * 300: "0"}),
        ("files", {"../a.pdf": "0"}),
        ("title", "\ud800"),
        ("revision", 10**4_000),
    ],
)
def test_a_record_that_cannot_have_been_written_is_none(name: str, value: object) -> None:
    said = {**json.loads(RECORD.to_json()), name: value}
    assert Record.from_json(RECORD.to_json()) == RECORD
    with pytest.raises(ValueError, match="not the record of an edition"):
        Record.from_json(json.dumps(said).encode())


@pytest.mark.parametrize(
    "manifest", [b"[" * 100_000, b'{"files": {"' + b"x" * 300 + b'": ["0"]}}', b'{"files": {"/": ["0"]}}']
)  # fmt: skip
def test_a_manifest_that_no_build_wrote_is_kept_aside(tmp_path: Path, manifest: bytes) -> None:
    (tmp_path / folder.MANIFEST).write_bytes(manifest)
    kept = folder.keep(tmp_path, {"brief.txt": b"brief"}, force=True)
    assert [(tmp_path / name).read_bytes() for name in kept.set_aside] == [manifest]


def test_a_kept_drawing_that_was_altered_is_not_there(tmp_path: Path) -> None:
    drawings = KeptDrawings(tmp_path)
    drawings["ab" * 32] = "[1, 2, []]"
    assert drawings["ab" * 32] == "[1, 2, []]"
    (file,) = tmp_path.rglob("*.json")
    file.write_bytes(file.read_bytes().replace(b"2", b"3"))
    assert drawings.get("ab" * 32) is None


def test_a_ledger_that_lacks_what_is_told_is_none() -> None:
    whole = {
        "origins": {"F1": {"description": "x", "class": "stated", "formula": ""}},
        "printed": [],
    }
    assert read_ledger(json.dumps(whole).encode())
    for origin in (
        {"class": "stated"},
        {"description": "x", "class": 1},
        {"description": "x", "class": "x"},
    ):
        assert read_ledger(json.dumps({**whole, "origins": {"F1": origin}}).encode()) is None
    assert read_ledger(json.dumps({**whole, "printed": [{"text": "1"}]}).encode()) is None
    assert read_ledger(b"[" * 100_000) is None


def test_a_folder_where_a_file_of_ours_was_is_told(tmp_path: Path) -> None:
    (tmp_path / "brief.txt").mkdir()
    with pytest.raises(StateError, match="expected a file, found a folder"):
        folder.refuse_edits(tmp_path, {"brief.txt": b"brief"})
