"""Who gets what, and that each gets it once: whatever happens to the server, the network or to us."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from letters import FILES, SENDER, WHEN, attached, letter, parcel, read, text_of, to
from mail_servers import Inbox, breaking_off, free_port, serving

from briefing.delivery import (
    Answer,
    Channel,
    Ledger,
    Letters,
    Outcome,
    Parcel,
    Patience,
    Plan,
    Route,
    Rules,
    Server,
    deliver,
    plan,
    typed_rules,
)
from briefing.delivery.rules import Group
from briefing.delivery.smtp import Smtp
from briefing.errors import DeliveryError

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")

HERE = Server("localhost", 25, "plain")
A, B, C = (to(f"{name}@mfa.example") for name in "abc")
MARKINGS = {"UNCLASSIFIED": ("*",), "OFFICIAL": ("mfa.example",)}


def rules(*groups: Group, **changes: Any) -> Rules:
    return Rules(SENDER, HERE, groups, **{"markings": MARKINGS, **changes})


def desk(*recipients: Any, name: str = "desk", **changes: Any) -> Group:
    return Group(name, recipients or (A, B), **{"markings": ("UNCLASSIFIED",), **changes})


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "deliveries.sqlite", wait_s=5)


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = WHEN
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


def letters(_: Parcel) -> Letters:
    return letter


def post(
    found: Plan,
    server: Server | Channel,
    ledger: Ledger,
    clock: Clock | None = None,
    **changes: Any,
) -> tuple[Outcome, ...]:
    clock = clock or Clock()
    channel = Smtp(Route(server)) if isinstance(server, Server) else server
    return deliver(
        found,
        letters,
        channel,
        ledger,
        clock=clock,
        sleep=clock.sleep,
        random=lambda: 0.5,
        **changes,
    )


def states(outcomes: tuple[Outcome, ...]) -> dict[str, str]:
    return {outcome.recipient.local: outcome.state for outcome in outcomes}


def whom(found: Plan) -> list[str]:
    return [dispatch.recipient.local for dispatch in found.dispatches]


def why(found: Plan) -> dict[str, str]:
    return {held.recipient.local: held.reason for held in found.held}


# ------------------------------------------------------------------------------------ planning


def test_a_plan_says_who_gets_what_and_who_not_and_why(ledger: Ledger) -> None:
    groups = desk(), desk(C, name="press", visits=("2026-*",))
    found = plan([parcel()], rules(*groups), ledger)
    assert (whom(found), why(found)) == (["a", "b"], {"c": "group press does not get this visit"})
    found = plan([parcel(draft=True)], rules(desk(), desk(C, name="own", drafts=True)), ledger)
    assert (whom(found), why(found)["a"]) == (["c"], "group desk does not get drafts")
    assert not ledger.path.exists()


def test_who_is_in_two_groups_gets_one_message_by_the_first_that_gets_the_parcel(
    ledger: Ledger,
) -> None:
    groups = (
        desk(A, name="drafts", visits=("2026-*",)),
        desk(to("A@MFA.example"), B, name="pdf", attach=("pdf",)),
        desk(A, name="all"),
    )
    found = plan([parcel()], rules(*groups), ledger)
    assert [(d.recipient.key, d.group.name) for d in found.dispatches] == [
        ("a@mfa.example", "pdf"),
        ("b@mfa.example", "pdf"),
    ]
    assert found.held == ()
    assert [file.kind for file in found.dispatches[0].files] == ["pdf"]


def test_a_marking_that_the_table_does_not_have_is_refused_before_anybody_is_written_to(
    ledger: Ledger,
) -> None:
    for marking in ("SECRET", "", "official"):
        with pytest.raises(DeliveryError, match="not in the table"):
            plan([parcel(marking=marking)], rules(desk()), ledger)


def test_a_domain_that_may_not_have_a_marking_stops_all_and_is_named(ledger: Ledger) -> None:
    groups = desk(A, to("x@other.example"), markings=("OFFICIAL",))
    with pytest.raises(
        DeliveryError, match=r'x@other\.example may not have what is marked "OFFICIAL"'
    ):
        plan([parcel(marking="OFFICIAL")], rules(groups), ledger)


def test_too_many_recipients_are_refused(ledger: Ledger) -> None:
    with pytest.raises(DeliveryError, match="expected at most 1 recipients in a run, found 2"):
        plan([parcel()], rules(desk(), max_recipients=1), ledger)


def test_an_edition_without_the_file_that_a_group_gets_is_held(ledger: Ledger) -> None:
    found = plan([parcel(files=FILES[1:])], rules(desk(A, attach=("docx", "pdf"))), ledger)
    assert why(found) == {"a": "group desk gets docx, which this edition does not have"}


def test_a_typed_address_gets_the_parcel_whatever_it_is(ledger: Ledger) -> None:
    rules = typed_rules(SENDER, HERE, [C], drafts=True)
    found = plan([parcel(marking="SECRET", draft=True)], rules, ledger)
    assert whom(found) == ["c"]
    assert found.dispatches[0].files == FILES


def test_who_was_put_off_and_is_no_recipient_any_more_is_not_forgotten(ledger: Ledger) -> None:
    ledger.claim(parcel(), C, WHEN)
    ledger.settle(parcel(), C, "deferred", "451 later", WHEN)
    found = plan([parcel()], rules(desk()), ledger)
    assert why(found) == {"c": "put off on 2025-11-27 08:30: 451 later; no longer a recipient"}


# ------------------------------------------------------------------------------------- sending


def test_each_gets_an_edition_once_and_the_next_with_what_changed_since(ledger: Ledger) -> None:
    inbox = Inbox()
    with serving(inbox) as server:
        assert states(post(plan([parcel()], rules(desk()), ledger), server, ledger)) == {
            "a": "sent",
            "b": "sent",
        }
        again = plan([parcel()], rules(desk(A, B, C)), ledger)
        assert (whom(again), why(again)["a"]) == (["c"], "had it on 2025-11-27 08:30")
        second = plan([parcel(edition=2)], rules(desk()), ledger)
        post(second, server, ledger)
    assert inbox.readers == ["a@mfa.example", "b@mfa.example"] * 2
    arrived = read(inbox.taken[-1][1])
    assert "What changed since edition 1." in text_of(arrived)
    assert arrived["In-Reply-To"] == read(inbox.taken[1][1])["Message-ID"]


def test_a_plan_carried_out_twice_sends_once(ledger: Ledger) -> None:
    inbox = Inbox()
    found = plan([parcel()], rules(desk()), ledger)
    with serving(inbox) as server:
        post(found, server, ledger)
        again = post(found, server, ledger)
    assert (states(again), len(inbox.taken)) == ({"a": "sent", "b": "sent"}, 2)
    assert again[0].text.startswith("had it on")


def test_one_failure_stops_no_other_and_is_not_tried_again_until_it_is_settled(
    ledger: Ledger,
) -> None:
    inbox = Inbox(refuse={"a@mfa.example": "550 no such user"})
    with serving(inbox) as server:
        outcomes = post(plan([parcel()], rules(desk()), ledger), server, ledger)
        assert states(outcomes) == {"a": "failed", "b": "sent"}
        again = plan([parcel()], rules(desk()), ledger)
        assert (whom(again), why(again)["a"]) == (
            [],
            "refused on 2025-11-27 08:30: 550 no such user",
        )
        inbox.refuse.clear()
        ledger.resolve("2025-11-26-bishkek", 1, A, "retry", WHEN)
        post(plan([parcel()], rules(desk()), ledger), server, ledger)
    assert inbox.readers == ["b@mfa.example", "a@mfa.example"]


def test_what_is_put_off_is_tried_again_after_longer_and_longer_waits(ledger: Ledger) -> None:
    inbox, clock = Inbox("451 later", "250 taken", "452 later", "421 later"), Clock()
    with serving(inbox) as server:
        outcomes = post(plan([parcel()], rules(desk()), ledger), server, ledger, clock)
    assert states(outcomes) == {"a": "sent", "b": "sent"}
    assert inbox.readers == ["b@mfa.example", "a@mfa.example"], "b does not wait for a"
    assert clock.slept == [5.0, 10.0, 20.0]
    assert [entry.attempts for entry in ledger.entries()] == [4, 1]


def test_after_its_patience_a_run_leaves_the_rest_to_the_next(ledger: Ledger) -> None:
    clock = Clock()
    found = plan([parcel()], rules(desk()), ledger)
    with serving(Inbox(*["451 later"] * 4)) as server:
        outcomes = post(found, server, ledger, clock, patience=Patience(rounds=2, first_s=1))
        assert (states(outcomes), clock.slept) == ({"a": "deferred", "b": "deferred"}, [1.0])
        again = plan([parcel()], rules(desk()), ledger)
        assert states(post(again, server, ledger)) == {"a": "sent", "b": "sent"}


def test_waits_have_a_bound_and_chance_in_them() -> None:
    patience = Patience(first_s=5, longest_s=60)
    assert [patience.wait_s(n, 0.5) for n in range(1, 7)] == [5, 10, 20, 40, 60, 60]
    assert (patience.wait_s(1, 0), patience.wait_s(1, 1)) == (2.5, 7.5)


def test_no_round_starts_after_the_limit_of_a_run(ledger: Ledger) -> None:
    clock = Clock()
    with serving(Inbox(*["451 later"] * 9)) as server:
        post(
            plan([parcel()], rules(desk(A)), ledger), server, ledger, clock,
            patience=Patience(rounds=9, first_s=10, limit_s=25),
        )  # fmt: skip
    assert clock.slept == [10.0]


def test_a_server_out_of_reach_is_asked_once_a_round_and_nobody_is_forgotten(
    ledger: Ledger,
) -> None:
    clock = Clock()
    nowhere = Server("localhost", free_port(), "plain")
    outcomes = post(plan([parcel()], rules(desk()), ledger), nowhere, ledger, clock)
    assert states(outcomes) == {"a": "deferred", "b": "deferred"}
    assert outcomes[1].text.startswith("not tried: localhost:")
    assert len(clock.slept) == 3
    assert whom(plan([parcel()], rules(desk()), ledger)) == ["a", "b"]


def test_a_setup_that_somebody_has_to_mend_is_told_at_once(ledger: Ledger) -> None:
    clock = Clock()
    outcomes = post(
        plan([parcel()], rules(desk()), ledger), Server("192.0.2.1", 25, "plain"), ledger, clock
    )
    assert (states(outcomes), clock.slept) == ({"a": "deferred", "b": "deferred"}, [])


def test_a_connection_that_breaks_inside_a_message_defers_it(ledger: Ledger) -> None:
    large = (replace(FILES[1], content=bytes(12_000_000)),)
    with breaking_off(after=1000) as server:
        found = plan([parcel(files=large)], rules(desk(A)), ledger)
        outcomes = post(found, server, ledger, patience=Patience(rounds=1))
    assert states(outcomes) == {"a": "deferred"}


def test_a_connection_that_breaks_after_a_message_is_never_silently_repeated(
    ledger: Ledger,
) -> None:
    inbox = Inbox("drop")
    with serving(inbox) as server:
        assert states(post(plan([parcel()], rules(desk()), ledger), server, ledger)) == {
            "a": "unknown",
            "b": "sent",
        }
        again = plan([parcel()], rules(desk()), ledger)
        assert "may have had it" in why(again)["a"]
        assert post(again, server, ledger) == ()
        ledger.resolve("2025-11-26-bishkek", 1, A, "sent", WHEN)
        assert whom(plan([parcel()], rules(desk()), ledger)) == []
    assert inbox.readers == ["a@mfa.example", "b@mfa.example"]


class Crash(BaseException):
    """The process is killed."""


@pytest.mark.parametrize("at", ["before the server answers", "before it is written down"])
def test_killed_between_sending_and_recording_a_message_is_unknown_and_not_sent_again(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    def killed(*_: object) -> Answer:
        raise Crash

    inbox = Inbox()
    found = plan([parcel()], rules(desk()), ledger)
    with serving(inbox) as server:
        if at == "before the server answers":
            monkeypatch.setattr(Smtp, "send", killed)
        else:
            monkeypatch.setattr(ledger, "settle", killed)
        with pytest.raises(Crash):
            post(found, server, ledger)
        monkeypatch.undo()
        assert why(plan([parcel()], rules(desk()), ledger))["a"].startswith("being sent since")
        outcomes = post(plan([parcel()], rules(desk()), ledger), server, ledger)
        assert states(outcomes) == {"a": "unknown", "b": "sent"}
        ledger.resolve("2025-11-26-bishkek", 1, A, "retry", WHEN)
        assert states(post(plan([parcel()], rules(desk()), ledger), server, ledger)) == {
            "a": "sent"
        }
    assert inbox.readers.count("b@mfa.example") == 1


def test_a_letter_that_is_no_message_stops_the_run_before_anything_is_sent(ledger: Ledger) -> None:
    clock = Clock()
    with pytest.raises(DeliveryError, match="subject: expected one line"):
        deliver(
            plan([parcel()], rules(desk()), ledger), lambda _: lambda _: letter(subject="a\nBcc: x@y"), Smtp(Route(HERE)), ledger,
            clock=clock, sleep=clock.sleep, random=lambda: 0.5,
        )  # fmt: skip
    assert not ledger.path.exists()


# ---------------------------------------------------------------------------------------- size


def test_a_message_that_is_too_large_loses_the_file_that_goes_first_and_says_so(
    ledger: Ledger,
) -> None:
    large = (replace(FILES[0], content=bytes(90_000)), FILES[1])
    inbox = Inbox()
    groups = (
        desk(A, max_size=100_000, drop="docx"),
        desk(B, name="whole"),
        desk(C, name="small", max_size=100_000),
    )
    with serving(inbox) as server:
        outcomes = post(plan([parcel(files=large)], rules(*groups), ledger), server, ledger)
    assert states(outcomes) == {"a": "sent", "b": "sent", "c": "failed"}
    assert outcomes[2].text == "128 kB, and group small gets at most 100 kB"
    first, second = (read(content) for _, content in inbox.taken)
    assert list(attached(first)) == ["brief.pdf"]
    assert "Left out so that this message stays within 100 kB: brief.docx." in text_of(first)
    assert list(attached(second)) == ["brief.docx", "brief.pdf"]
    assert whom(plan([parcel(files=large)], rules(groups[2]), ledger)) == ["c"], "it was not sent"


# --------------------------------------------------------------------------------- corrections


def test_a_correction_goes_once_to_those_who_had_the_edition_and_to_no_one_else(
    ledger: Ledger,
) -> None:
    inbox = Inbox("250 taken", "drop", refuse={"c@mfa.example": "550 no"})
    withdrawn = parcel(kind="correction", files=(), marking="whatever")
    with serving(inbox) as server:
        post(plan([parcel()], rules(desk(A, B, C)), ledger), server, ledger)
        post(plan([parcel(edition=2)], rules(desk(A, B)), ledger), server, ledger)
        none_left = rules(desk(to("new@mfa.example")), max_recipients=1)
        found = plan([withdrawn], none_left, ledger)
        assert whom(found) == ["a", "b"], "whom the ledger has as sent or unknown"
        post(found, server, ledger)
        assert whom(plan([withdrawn], none_left, ledger)) == []
    last = read(inbox.taken[-1][1])
    assert (attached(last), last["In-Reply-To"]) == ({}, read(inbox.taken[1][1])["Message-ID"])


# ------------------------------------------------------------------------------ two at once

RUN = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from letters import SENDER, letter, parcel, to
from briefing.delivery import Ledger, Route, Server, deliver, plan, typed_rules
from briefing.delivery.smtp import Smtp
server = Server("127.0.0.1", int(sys.argv[3]), "plain")
ledger = Ledger(Path(sys.argv[1]))
rules = typed_rules(SENDER, server, [to(f"r{n}@mfa.example") for n in range(10)])
outcomes = deliver(plan([parcel()], rules, ledger), lambda _: letter, Smtp(Route(server)), ledger,
    clock=lambda: datetime.now(UTC), sleep=time.sleep, random=lambda: 0.5)
print(*{outcome.state for outcome in outcomes})
"""


def test_of_two_runs_at_once_nobody_gets_two(tmp_path: Path) -> None:
    inbox, folder = Inbox(), Path(__file__).parent
    with serving(inbox) as server:
        arguments = [str(tmp_path / "ledger.sqlite"), str(folder), str(server.port)]
        runs = [
            subprocess.Popen(
                [sys.executable, "-c", RUN, *arguments], cwd=folder.parent, stdout=subprocess.PIPE, text=True
            )
            for _ in range(2)
        ]  # fmt: skip
        said = [run.communicate(timeout=60)[0].strip() for run in runs]
    assert sorted(inbox.readers) == sorted(f"r{n}@mfa.example" for n in range(10))
    assert set(said) <= {"sent", ""}
