"""The ledger: what was sent to whom is known after a crash, and by two processes at once."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from letters import WHEN, parcel, to

from briefing.delivery.ledger import Ledger, State
from briefing.errors import DeliveryError

AIGUL = to("Aigul Ö. <A@mfa.example>")
LATER = WHEN + timedelta(hours=1)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "state" / "deliveries.sqlite", wait_s=0.2)


def record(ledger: Ledger, state: State, edition: int = 1, kind: str = "edition") -> None:
    given = parcel(edition=edition, kind=kind)
    ledger.path.parent.mkdir(exist_ok=True)
    assert ledger.claim(given, AIGUL, WHEN)
    ledger.settle(given, AIGUL, state, "250 taken", LATER)


def test_a_question_makes_no_file(ledger: Ledger) -> None:
    assert ledger.entries() == ()
    assert ledger.last_edition("2025-11-26-bishkek", AIGUL) is None
    assert not ledger.path.exists()


def test_it_is_one_file_and_says_what_became_of_a_message(ledger: Ledger) -> None:
    record(ledger, "sent")
    assert [file.name for file in ledger.path.parent.iterdir()] == ["deliveries.sqlite"]
    (entry,) = ledger.entries("2025-11-26-bishkek")
    assert (entry.state, entry.answer, entry.attempts, entry.changed) == (
        "sent",
        "250 taken",
        1,
        LATER,
    )
    assert entry.recipient == AIGUL
    assert ledger.entries("2026-03-oslo") == ()


@pytest.mark.parametrize(
    ("state", "again"), [("sent", False), ("failed", False), ("unknown", False), ("sending", False), ("deferred", True)]
)  # fmt: skip
def test_only_what_was_put_off_may_be_sent_again(ledger: Ledger, state: State, again: bool) -> None:
    record(ledger, state)
    assert ledger.claim(parcel(), to("a@MFA.example"), LATER) is again, "however it is written"
    assert ledger.claim(parcel(edition=2), AIGUL, LATER), "another edition is another matter"


def test_who_had_an_edition_and_which_was_the_last(ledger: Ledger) -> None:
    for edition, state in (
        (1, "sent"),
        (2, "sent"),
        (3, "failed"),
        (4, "unknown"),
        (5, "deferred"),
    ):
        record(ledger, state, edition)  # type: ignore[arg-type]
    record(ledger, "sent", 9, "correction")
    assert ledger.last_edition("2025-11-26-bishkek", AIGUL) == 2
    assert [bool(ledger.had("2025-11-26-bishkek", n)) for n in range(1, 6)] == [
        True,
        True,
        False,
        True,
        False,
    ]


def test_what_a_broken_run_left_open_is_unknown_until_a_person_settles_it(ledger: Ledger) -> None:
    record(ledger, "sending")
    with ledger.run(LATER) as interrupted:
        (entry,) = interrupted
    assert (entry.state, "may have arrived" in entry.answer) == ("unknown", True)
    with ledger.run(LATER) as interrupted:
        assert interrupted == ()
    assert not ledger.claim(parcel(), AIGUL, LATER)
    ledger.resolve("2025-11-26-bishkek", 1, AIGUL, "retry", LATER)
    assert ledger.claim(parcel(), AIGUL, LATER)
    ledger.settle(parcel(), AIGUL, "failed", "550", LATER)
    assert ledger.resolve("2025-11-26-bishkek", 1, AIGUL, "sent", LATER).state == "sent"


@pytest.mark.parametrize("state", ["sent", "deferred", "sending", None])
def test_nothing_else_can_be_settled(ledger: Ledger, state: State | None) -> None:
    if state:
        record(ledger, state)
    with pytest.raises(DeliveryError, match="expected a message that is unknown or failed"):
        ledger.resolve("2025-11-26-bishkek", 1, AIGUL, "retry", LATER)


def test_another_run_waits_and_then_says_so(ledger: Ledger) -> None:
    with (
        ledger.run(WHEN),
        pytest.raises(DeliveryError, match="another run is sending"),
        Ledger(ledger.path, wait_s=0.1).run(WHEN),
    ):
        pass


def refusal(ledger: Ledger) -> str:
    with pytest.raises(DeliveryError) as refused, ledger.run(WHEN):
        pass
    with pytest.raises(DeliveryError):
        ledger.claim(parcel(), AIGUL, WHEN)
    (fault,) = refused.value.diagnostics
    assert fault.place.file == ledger.path.as_posix()
    return fault.message


def test_what_is_no_ledger_is_refused_and_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "text.sqlite"
    text.write_bytes(b"not a database at all" * 99)
    assert refusal(Ledger(text)) == "is damaged, or not a ledger of deliveries"
    assert text.read_bytes() == b"not a database at all" * 99
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE visits (id)")
    connection.close()
    assert refusal(Ledger(other)) == "is a database, but not a ledger of deliveries"
    assert "unable to open" in refusal(Ledger(tmp_path))


def test_a_damaged_ledger_and_a_newer_one_are_refused(ledger: Ledger) -> None:
    for edition in range(1, 200):
        record(ledger, "sent", edition)
    whole = ledger.path.read_bytes()
    ledger.path.write_bytes(whole[:8192] + b"\xff" * 4096 + whole[12288:])
    with pytest.raises(DeliveryError, match="is damaged"), ledger.run(WHEN):
        pass
    ledger.path.write_bytes(whole)
    connection = sqlite3.connect(ledger.path)
    connection.execute("PRAGMA user_version = 2")
    connection.close()
    assert refusal(ledger) == "was written by a newer version of briefing"


RACE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from letters import parcel, to
from briefing.delivery.ledger import Ledger
ledger = Ledger(Path(sys.argv[1]))
now = datetime(2025, 11, 27, tzinfo=UTC)
for number in range(25):
    if ledger.claim(parcel(), to(f"r{number}@mfa.example"), now):
        print(number, flush=True)
"""


def test_of_two_processes_at_once_one_gets_each_message(tmp_path: Path) -> None:
    folder = Path(__file__).parent
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, str(tmp_path / "ledger.sqlite"), str(folder)],
            cwd=folder.parent,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    won = [line for racer in racers for line in racer.communicate(timeout=60)[0].split()]
    assert sorted(map(int, won)) == list(range(25))
