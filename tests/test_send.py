"""`briefing send`: each reader gets each edition once, with what changed since the one they had."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from command_line import BUILT, DAY, VISIT, Run, edit, runner
from letters import attached, read, text_of
from mail_servers import LOGIN, Inbox, authority, serving

from briefing.cli import main
from briefing.editions.history import History
from briefing.errors import ExitCode

RULES = """
[sender]
address = "briefs@mfa.example"
name = "Briefing desk"
[server]
host = "localhost"
port = {port}
security = "plain"
timeout = 2
[markings]
"EXAMPLE" = ["mfa.example", "press.example"]
[groups.desk]
to = ["Aigul Ö. <a@mfa.example>", "b@mfa.example"]
markings = ["EXAMPLE"]
[groups.reviewers]
to = ["r@mfa.example"]
markings = ["EXAMPLE"]
drafts = true
attach = ["pdf"]
"""


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a visit that is no draft, built: each test has a copy."""
    folder = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SOURCE_DATE_EPOCH", DAY)
        for arguments in (["new", VISIT], ["build", VISIT]):
            with pytest.raises(SystemExit, match="0"):
                main(arguments)
            if arguments[0] == "new":
                edit("status: draft", "status: final")
    return folder


@pytest.fixture
def run(
    built: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    inbox: Inbox,
) -> Iterator[Run]:
    """A built visit, a mail server, and rules that name two groups."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    run = runner(tmp_path, monkeypatch, capsys)
    monkeypatch.setattr("time.sleep", lambda _: None)
    with serving(inbox) as server:
        Path("delivery.toml").write_text(RULES.format(port=server.port), encoding="utf-8")
        yield run


def mail(inbox: Inbox, reader: str) -> list[EmailMessage]:
    """What a reader got, in order."""
    return [read(content) for recipient, content in inbox.taken if recipient == reader]


def next_edition(run: Run, value: str) -> None:
    text = Path(VISIT, "visit.yaml").read_text(encoding="utf-8")
    old = text[text.index("F01: {value: ") :].partition(",")[0]
    edit(old, f"F01: {{value: {value} billion EUR")
    assert run("build", VISIT, "--to", "pdf").code == ExitCode.DONE


# ------------------------------------------------------------------------------- once, and what


def test_each_reader_gets_the_edition_once_with_its_files(run: Run, inbox: Inbox) -> None:
    said = run("send", VISIT, "--first-run")
    assert (said.code, said.err) == (ExitCode.DONE, "")
    assert said.out.endswith("3 sent\n")
    assert sorted(inbox.readers) == ["a@mfa.example", "b@mfa.example", "r@mfa.example"]
    (message,) = mail(inbox, "a@mfa.example")
    files = attached(message)
    for name in ("brief.docx", "brief.pdf"):
        (content,) = (c for n, c in files.items() if n.endswith(f"edition 1{Path(name).suffix}"))
        assert content == Path(BUILT, name).read_bytes()
    assert set(attached(mail(inbox, "r@mfa.example")[0])) == {
        n for n in files if n.endswith(".pdf")
    }
    assert run("send", VISIT).out == "nothing to send\n"
    assert len(inbox.taken) == 3


def test_the_letter_has_bottom_line_figures_chart_and_marking(run: Run, inbox: Inbox) -> None:
    run("send", VISIT, "--first-run")
    (message,) = mail(inbox, "a@mfa.example")
    assert str(message["Subject"]).startswith("[EXAMPLE] ")
    assert str(message["Subject"]).endswith("edition 1")
    for text in (text_of(message), text_of(message, "html")):
        assert "EXAMPLE" in text
        assert "Bottom line" in text
        assert "€2.4" in text
        assert "What changed" not in text
    (image,) = (part for part in message.walk() if part.get_content_type() == "image/png")
    assert f"cid:{str(image['Content-ID']).strip('<>')}" in text_of(message, "html")


def test_the_next_edition_says_what_changed_since_the_one_this_reader_had(
    run: Run, inbox: Inbox
) -> None:
    run("send", VISIT, "--first-run")
    next_edition(run, "2.5")
    assert run("send", VISIT, "--to", "a@mfa.example").code == ExitCode.DONE
    next_edition(run, "2.6")
    assert run("send", VISIT).out.endswith("3 sent\n")
    for reader, had, before in (
        ("a@mfa.example", 2, "€2.5 billion"),
        ("b@mfa.example", 1, "€2.4 billion"),
    ):
        text = text_of(mail(inbox, reader)[-1])
        assert f"What changed since edition {had}" in text
        assert f"| {before} | €2.6 billion" in text


def test_a_revision_is_mailed_to_nobody(run: Run, inbox: Inbox) -> None:
    edit("status: final", "attach: file\n  status: final")  # so that a comment makes other bytes
    run("build", VISIT)
    run("send", VISIT, "--first-run")
    edit("# The facts of one visit.", "# Ours. The facts of one visit.")
    assert "revision 1" in run("build", VISIT).out
    assert run("send", VISIT).out == "nothing to send\n"


def test_a_draft_goes_to_those_only_who_are_to_have_drafts(run: Run, inbox: Inbox) -> None:
    edit("status: final", "status: draft")
    next_edition(run, "2.5")
    said = run("send", VISIT, "--first-run")
    assert inbox.readers == ["r@mfa.example"]
    assert "a@mfa.example: not sent, group desk does not get drafts" in said.out
    (message,) = mail(inbox, "r@mfa.example")
    assert "Draft: " in str(message["Subject"])
    assert "Draft: not cleared for use." in text_of(message)
    typed = run("send", VISIT, "--to", "b@mfa.example")
    assert inbox.readers == ["r@mfa.example"]
    assert "drafts" in typed.out
    run("send", VISIT, "--to", "b@mfa.example", "--drafts")
    assert inbox.readers == ["r@mfa.example", "b@mfa.example"]


def test_a_marking_that_a_domain_may_not_have_is_refused_before_connecting(
    run: Run, inbox: Inbox
) -> None:
    edit(
        '"EXAMPLE" = ["mfa.example", "press.example"]',
        '"EXAMPLE" = ["press.example"]',
        "delivery.toml",
    )
    said = run("send", VISIT, "--first-run")
    assert said.code == ExitCode.DELIVERY
    assert "delivery.toml:" in said.err
    assert inbox.taken == []
    assert inbox.sessions == set()


def test_an_edited_document_is_not_sent_but_the_edition_that_was_built(
    run: Run, inbox: Inbox
) -> None:
    built = Path(BUILT, "brief.pdf").read_bytes()
    Path(BUILT, "brief.pdf").write_bytes(b"edited")
    assert run("send", VISIT, "--first-run").code == ExitCode.DONE
    assert built in attached(mail(inbox, "a@mfa.example")[0]).values()
    next_edition_refused = run("build", VISIT)
    assert next_edition_refused.code == ExitCode.WRITING


def test_where_no_document_is_as_it_was_built_nothing_is_sent(run: Run, inbox: Inbox) -> None:
    for path in (Path(BUILT, "brief.pdf"), Path(BUILT, "editions/1/brief.pdf")):
        path.write_bytes(b"edited")
    said = run("send", VISIT, "--first-run")
    assert said.code == ExitCode.DELIVERY
    assert "brief.pdf of edition 1 is not there as it was built" in said.err
    assert inbox.taken == []


def test_an_older_edition_can_be_asked_for(run: Run, inbox: Inbox) -> None:
    next_edition(run, "2.5")
    run("send", VISIT, "--first-run", "--edition", "1", "--to", "a@mfa.example")
    (message,) = mail(inbox, "a@mfa.example")
    assert str(message["Subject"]).endswith("edition 1")
    assert "€2.4" in text_of(message)
    assert run("send", VISIT, "--edition", "9").code == ExitCode.WRITING


# ---------------------------------------------------------------------------------- withdrawal


def test_a_withdrawal_reaches_exactly_those_who_had_the_edition_once(
    run: Run, inbox: Inbox
) -> None:
    run("send", VISIT, "--first-run", "--to", "a@mfa.example")
    run("withdraw", VISIT, "1", "--because", "The figure for 2022 was that of 2021.")
    said = run("send", VISIT)
    assert said.out.endswith("1 sent\n")
    assert inbox.readers == ["a@mfa.example", "a@mfa.example"]
    correction = mail(inbox, "a@mfa.example")[-1]
    assert "Withdrawn" in str(correction["Subject"])
    assert "The figure for 2022 was that of 2021." in text_of(correction)
    assert attached(correction) == {}
    assert run("send", VISIT).out == "nothing to send\n"
    next_edition(run, "2.5")
    assert run("send", VISIT).out.endswith("3 sent\n")
    assert "Withdrawn" not in str(mail(inbox, "a@mfa.example")[-1]["Subject"])


# ------------------------------------------------------------------------- what can go wrong


def test_without_a_ledger_nobody_is_written_to_unless_it_is_the_first_run(
    run: Run, inbox: Inbox
) -> None:
    said = run("send", VISIT)
    assert said.code == ExitCode.DELIVERY
    assert "--first-run" in said.err
    assert inbox.taken == []


def test_a_first_run_with_nobody_to_write_to_is_the_first_run_all_the_same(
    run: Run, inbox: Inbox
) -> None:
    edit(
        'to = ["Aigul Ö. <a@mfa.example>", "b@mfa.example"]',
        'to = ["a@mfa.example"]\nvisits = ["x"]',
        "delivery.toml",
    )
    edit('to = ["r@mfa.example"]', 'to = ["r@mfa.example"]\nvisits = ["x"]', "delivery.toml")
    assert run("send", VISIT, "--first-run").code == ExitCode.DONE
    assert run("send", VISIT).code == ExitCode.DONE


def test_what_the_server_refuses_is_reported_and_the_others_are_served(
    run: Run, inbox: Inbox
) -> None:
    inbox.refuse["a@mfa.example"] = "550 no such mailbox"
    said = run("send", VISIT, "--first-run", "--summary", "summary.md")
    assert said.code == ExitCode.DELIVERY
    assert "a@mfa.example: refused: 550 no such mailbox" in said.err
    assert sorted(inbox.readers) == ["b@mfa.example", "r@mfa.example"]
    summary = Path("summary.md").read_text(encoding="utf-8")
    assert "**2 sent, 1 refused**" in summary
    assert "a@mfa.example" not in summary, "a job's summary may be public"
    inbox.refuse.clear()
    again = run("send", VISIT)
    assert again.code == ExitCode.DELIVERY, "until a person has settled it"
    assert "a@mfa.example: refused" in again.err, "told, not sent again"
    run("send", VISIT, "--to", "a@mfa.example", "--resolve", "retry")
    assert run("send", VISIT).out.endswith("1 sent\n")


def test_a_busy_server_is_asked_again(run: Run, inbox: Inbox) -> None:
    inbox.script[:] = ["451 busy", "451 busy"]
    assert run("send", VISIT, "--first-run").out.endswith("3 sent\n")
    assert len(set(inbox.readers)) == len(inbox.readers) == 3


def test_what_may_have_arrived_is_unknown_until_a_person_settles_it(run: Run, inbox: Inbox) -> None:
    inbox.script[:] = ["drop"]
    said = run("send", VISIT, "--first-run", "--to", "a@mfa.example")
    assert said.code == ExitCode.DELIVERY
    assert "unknown whether it arrived" in said.err
    assert run("send", VISIT, "--to", "a@mfa.example").code == ExitCode.DELIVERY
    assert len(inbox.taken) == 1, "never silently sent again"
    (entry,) = json.loads(run("send", VISIT, "--status", "--json").out)["deliveries"]
    assert entry["state"] == "unknown"
    assert run("send", VISIT, "--resolve", "sent").code == ExitCode.DONE
    assert run("send", VISIT, "--to", "a@mfa.example").out == "nothing to send\n"
    assert run("send", VISIT, "--resolve", "sent").code == ExitCode.DELIVERY


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("visits/none",), ExitCode.WRITING),
        ((VISIT, "--delivery", "none.toml"), ExitCode.DELIVERY),
        ((VISIT, "--to", "nobody"), ExitCode.USAGE),
        ((VISIT, "--to", "a@mfa.example\nBcc: b@mfa.example"), ExitCode.USAGE),
        ((VISIT, "--status", "--dry-run"), ExitCode.USAGE),
        ((VISIT, "--resolve", "perhaps"), ExitCode.USAGE),
        ((VISIT, VISIT + "/../other", "--edition", "1"), ExitCode.USAGE),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, arguments: tuple[str, ...], code: ExitCode) -> None:
    said = run("send", "--first-run", *arguments)
    assert said.code == code
    assert "Traceback" not in said.err


# ------------------------------------------------------------------- without rules, without a server


@pytest.fixture
def bare(run: Run) -> Run:
    Path("delivery.toml").rename("rules.toml")
    return run


def test_an_address_and_a_server_do_without_delivery_toml(bare: Run, inbox: Inbox) -> None:
    with serving(inbox) as server:
        url = f"smtp+plain://localhost:{server.port}"
        asked = ("--to", "x@else.example", "--from", "Desk <d@mfa.example>", "--server", url)
        assert bare("send", VISIT, "--first-run", *asked).code == ExitCode.DONE
    assert inbox.readers == ["x@else.example"]
    assert len(attached(mail(inbox, "x@else.example")[0])) == 2


def test_without_both_it_says_what_is_missing(bare: Run) -> None:
    said = bare("send", VISIT, "--first-run")
    assert said.code == ExitCode.DELIVERY
    assert "expected delivery.toml or --to ADDRESS" in said.err
    assert bare("send", VISIT, "--first-run", "--to", "x@else.example").code == ExitCode.USAGE


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://localhost",
        "localhost:25",
        "smtp://",
        "smtp://u:p@localhost",
        "smtp://localhost:x",
    ],
)
def test_a_server_is_a_host_and_nothing_else(bare: Run, url: str) -> None:
    asked = ("--to", "x@else.example", "--from", "d@mfa.example", "--server", url)
    assert bare("send", VISIT, "--first-run", *asked).code == ExitCode.USAGE


def test_a_message_for_a_person_to_send_opens_as_a_draft(bare: Run, inbox: Inbox) -> None:
    assert bare("send", VISIT, "--eml", "brief.eml").code == ExitCode.DONE
    message = read(Path("brief.eml").read_bytes())
    assert message["X-Unsent"] == "1"
    assert message["To"] is None
    assert len(attached(message)) == 2
    assert bare("send", VISIT, "--eml", "brief.eml").code == ExitCode.WRITING, "never overwritten"
    assert inbox.taken == []
    assert not Path("output/.state/deliveries.sqlite").exists()


def test_a_dry_run_shows_what_would_go_to_whom_and_changes_nothing(run: Run, inbox: Inbox) -> None:
    said = run("send", VISIT, "--dry-run")
    assert said.code == ExitCode.DONE
    assert "example, edition 1 → a@mfa.example (desk): attached " in said.out
    assert "3 messages would be sent; there is no ledger yet" in said.out
    told: dict[str, Any] = json.loads(run("send", VISIT, "--dry-run", "--json").out)
    assert [each["to"] for each in told["would_send"]] == [
        "a@mfa.example",
        "b@mfa.example",
        "r@mfa.example",
    ]
    assert inbox.taken == []
    assert not Path("output/.state/deliveries.sqlite").exists()


# ------------------------------------------------------------------------------------- login


def test_the_login_comes_from_the_environment_and_is_told_to_nobody(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ca, inbox = authority(), Inbox()
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with serving(inbox, ca=ca, security="starttls", login=True) as server:
        rules = RULES.format(port=server.port).replace('"plain"', '"starttls"\nca = "ca.pem"')
        Path("delivery.toml").write_text(rules, encoding="utf-8")
        monkeypatch.setenv("BRIEFING_SMTP_USER", LOGIN[0])
        monkeypatch.setenv("BRIEFING_SMTP_PASSWORD", "wrong-Passw0rd")
        said = run("send", VISIT, "--first-run")
        assert said.code == ExitCode.DELIVERY
        assert "the login was refused" in said.err
        assert "wrong-Passw0rd" not in said.out + said.err
        monkeypatch.setenv("BRIEFING_SMTP_PASSWORD", LOGIN[1])
        assert run("send", VISIT).code == ExitCode.DONE
    assert inbox.encrypted == [True, True, True]
    stored = [p.read_bytes() for p in Path().rglob("*") if p.is_file()]
    assert not any(LOGIN[1].encode() in content for content in stored)


def test_a_user_whose_password_is_nowhere_is_told_where_to_put_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, inbox: Inbox
) -> None:
    monkeypatch.setenv("BRIEFING_SMTP_USER", "desk")
    monkeypatch.setitem(sys.modules, "keyring", None)
    said = run("send", VISIT, "--first-run")
    assert said.code == ExitCode.DELIVERY
    assert "BRIEFING_SMTP_PASSWORD" in said.err
    assert "keyring set briefing:localhost desk" in said.err
    assert inbox.taken == []


def test_the_keyring_is_asked_for_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    from briefing.cli.login import credentials
    from briefing.delivery import Server

    keyring, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    keyring.get_password = lambda service, user: f"{service}/{user}"  # type: ignore[attr-defined]
    errors.KeyringError = RuntimeError  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    monkeypatch.setenv("BRIEFING_SMTP_USER", "desk")
    monkeypatch.delenv("BRIEFING_SMTP_PASSWORD", raising=False)
    found = credentials(Server("mail.example", 587))
    assert found is not None
    assert (found.user, found.password) == ("desk", "briefing:mail.example/desk")


# ------------------------------------------------------------------ the edition as it was


def test_the_letter_is_of_the_edition_whatever_the_facts_file_says_by_now(
    run: Run, inbox: Inbox
) -> None:
    edit("2.4 billion EUR", "9.9 billion EUR")
    run("send", VISIT, "--first-run", "--to", "a@mfa.example")
    text = text_of(mail(inbox, "a@mfa.example")[0])
    assert "9.9" not in text
    assert "€2.4" in text
    assert History(Path("output"), Path("output/.state")).numbers("example") == (1,)


def test_a_letter_is_made_from_what_the_edition_was_made_from_or_not_at_all(
    run: Run, inbox: Inbox
) -> None:
    edit("2.4 billion EUR", "9.9 billion EUR", "output/.state/example/1/facts.yaml")
    said = run("send", VISIT, "--first-run")
    assert said.code == ExitCode.WRITING
    assert "example/1/facts.yaml: error: expected what a build wrote" in said.err
    assert inbox.taken == []


def test_one_visit_that_cannot_be_sent_stops_no_other(run: Run, inbox: Inbox) -> None:
    run("new", "visits/without")
    run("new", "visits/odd")
    edit("marking: EXAMPLE", "marking: ODD", "visits/odd/visit.yaml")
    edit("status: draft", "status: final", "visits/odd/visit.yaml")
    run("build", "visits/odd", "--to", "pdf")
    said = run("send", "visits", "--first-run")
    assert said.code == ExitCode.WRITING, "the worst of both"
    assert "without has no edition yet" in said.err
    assert 'marked "ODD"' in said.err
    assert sorted(inbox.readers) == ["a@mfa.example", "b@mfa.example", "r@mfa.example"]


def test_a_correction_names_no_edition_that_is_withdrawn_as_well(run: Run, inbox: Inbox) -> None:
    run("send", VISIT, "--first-run", "--to", "a@mfa.example")
    next_edition(run, "2.5")
    for number in ("1", "2"):
        run("withdraw", VISIT, number, "--because", "Wrong figure ⚠ 数字.")
    assert run("send", VISIT).code == ExitCode.DONE
    text = text_of(mail(inbox, "a@mfa.example")[-1])
    assert "Wrong figure ⚠ 数字." in text, "a mail needs no font of the theme"
    assert "What replaces it" not in text
    assert "edition 2 is withdrawn, and the facts are the same still" in run("build", VISIT).err


def test_a_dry_run_counts_the_size_and_says_what_is_missing(run: Run) -> None:
    edit(
        'attach = ["pdf"]',
        'attach = ["pdf"]\nmax_size = "10 kB"\nover_size = "refuse"',
        "delivery.toml",
    )
    edit(
        "[groups.reviewers]",
        'max_size = "200 kB"\nover_size = "drop docx"\n[groups.reviewers]',
        "delivery.toml",
    )
    said = run("send", VISIT, "--dry-run", "--summary", "summary.md")
    assert "r@mfa.example (reviewers): would be refused" in said.out
    assert "left out for its size: " in said.out
    assert "2 messages would be sent; there is no ledger yet, so with --first-run only" in said.out
    assert "nothing was sent" in Path("summary.md").read_text(encoding="utf-8")


def test_the_table_of_markings_holds_for_a_message_sent_by_hand(run: Run) -> None:
    said = run("send", VISIT, "--eml", "x.eml", "--to", "x@forbidden.example")
    assert said.code == ExitCode.DELIVERY
    assert not Path("x.eml").exists()
    assert run("send", VISIT, "--eml", "x.eml", "--to", "x@press.example", "--json").out[0] == "{"


def test_a_state_folder_that_is_a_file_is_said(run: Run) -> None:
    said = run("send", VISIT, "--first-run", "--state", f"{VISIT}/visit.yaml")
    assert said.code in (ExitCode.WRITING, ExitCode.DELIVERY)


def test_what_is_to_be_sent_again_is_overtaken_by_a_newer_edition(run: Run, inbox: Inbox) -> None:
    inbox.script[:] = ["drop"]
    run("send", VISIT, "--first-run", "--to", "a@mfa.example")
    next_edition(run, "2.5")
    said = run("send", VISIT, "--resolve", "retry")
    assert "is not sent again: edition 2 goes out in its place" in said.out
