"""The channel to a mail server, against real servers: what it says became of a message is so."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
import trustme
from letters import FILES, SENDER, WHEN, attached, letter, parcel, read, text_of, to
from mail_servers import LOGIN, Inbox, authority, breaking_off, free_port, route, serving

from briefing.delivery import (
    Address,
    Answer,
    Channel,
    Credentials,
    File,
    Route,
    Server,
    write_message,
)
from briefing.delivery.channels import CHANNELS
from briefing.delivery.smtp import Smtp

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd"),
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning"),
]

AIGUL = to("Aigul Ö. <a@mfa.example>")
CREDENTIALS = Credentials(*LOGIN)


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    return authority()


def send(
    way: Route | Channel, recipient: Address = AIGUL, files: tuple[File, ...] = FILES
) -> Answer:
    channel = Smtp(way) if isinstance(way, Route) else way
    message = write_message(
        parcel(files=files), letter(), sender=SENDER, recipient=recipient, when=WHEN
    )
    try:
        return channel.send(message, SENDER, recipient)
    finally:
        if isinstance(way, Route):
            channel.close()


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_message_travels_encrypted_and_arrives_whole(
    tmp_path: Path, ca: trustme.CA, security: str
) -> None:
    inbox = Inbox()
    with serving(inbox, ca=ca, security=security) as server:
        assert send(route(server, tmp_path, ca)) == Answer("sent", "250 taken")
    ((recipient, content),) = inbox.taken
    assert (recipient, inbox.encrypted) == ("a@mfa.example", [True])
    assert attached(read(content)) == {file.name: file.content for file in FILES}
    assert text_of(read(content)) == letter().text, "lines that begin with a point, too"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_of_an_unknown_authority_is_refused(
    tmp_path: Path, ca: trustme.CA, security: str
) -> None:
    inbox = Inbox()
    with serving(inbox, ca=ca, security=security) as server:
        answer = send(route(server, tmp_path, authority()))
    assert (answer.state, answer.trouble, inbox.taken) == ("deferred", "setup", [])
    assert "its certificate is not trusted: unable to get local issuer" in answer.text


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_of_another_host_is_refused(
    tmp_path: Path, ca: trustme.CA, security: str
) -> None:
    inbox = Inbox()
    with serving(inbox, ca=ca, name="mail.other.example", security=security) as server:
        answer = send(route(server, tmp_path, ca))
    assert (answer.state, answer.trouble, inbox.taken) == ("deferred", "setup", [])
    assert "certificate is not valid for 'localhost'" in answer.text


def test_an_outdated_protocol_is_refused(tmp_path: Path, ca: trustme.CA) -> None:
    inbox = Inbox()
    with (
        pytest.warns(DeprecationWarning, match="TLSv1"),
        serving(inbox, ca=ca, security="starttls", oldest_tls=ssl.TLSVersion.TLSv1_1) as server,
    ):
        answer = send(route(server, tmp_path, ca))
    assert (answer.state, inbox.taken) == ("deferred", [])
    assert "broke while it was encrypted" in answer.text


def test_a_server_without_encryption_gets_nothing(tmp_path: Path) -> None:
    inbox = Inbox()
    with serving(inbox) as server:
        answer = send(route(server, tmp_path, security="starttls"))
    assert (answer.trouble, inbox.taken) == ("setup", [])
    assert "it offers no encryption (STARTTLS)" in answer.text


def test_unencrypted_is_for_this_machine_alone() -> None:
    for host in ("192.0.2.1", "2001:db8::1"):
        answer = send(Route(Server(host, 25, "plain")))
        assert (answer.state, answer.trouble) == ("deferred", "setup")
        assert "on this machine only" in answer.text


# --------------------------------------------------------------------------------------- login


@pytest.mark.parametrize("security", ["starttls", "tls", "plain"])
def test_a_login_is_given_where_nobody_can_overhear(
    tmp_path: Path, ca: trustme.CA, security: str
) -> None:
    inbox = Inbox()
    with serving(inbox, ca=ca, security=security, login=True) as server:
        way = route(server, tmp_path, ca, credentials=CREDENTIALS)
        assert send(way).state == "sent"
        without = send(route(server, tmp_path, ca))
    assert (without.state, without.trouble) == ("deferred", "setup"), "nobody's message is to blame"


def test_a_refused_login_is_told_without_the_password(tmp_path: Path, ca: trustme.CA) -> None:
    wrong = Credentials("desk", "hunter2")
    with serving(Inbox(), ca=ca, security="starttls", login=True) as server:
        way = route(server, tmp_path, ca, credentials=wrong)
        answer = send(way)
    assert answer.trouble == "setup"
    assert "the login was refused: 535" in answer.text
    for told in (answer.text, repr(wrong), repr(way), repr(Smtp(way))):
        assert "hunter2" not in told


def test_a_server_that_repeats_the_password_is_not_quoted() -> None:
    channel = Smtp(Route(Server("localhost", 25, "plain"), CREDENTIALS))
    told = channel._told(
        535, f"no: {CREDENTIALS.password} \x1b[31m\r\nAGRlc2sAcMOkc3N3w7ZyZD0/ ".encode()
    )
    assert told == "535 no: … [31m …"


# ------------------------------------------------------------------------------------- answers


@pytest.mark.parametrize(
    ("said", "state"),
    [("250 taken", "sent"), ("451 later", "deferred"), ("552 too large", "failed"), ("554 spam", "failed"),
     ("421 bye", "deferred"), ("399 what", "unknown")],
)  # fmt: skip
def test_the_answer_to_a_message_is_understood(said: str, state: str) -> None:
    with serving(Inbox(said)) as server:
        assert send(Route(server)) == Answer(state, said)  # type: ignore[arg-type]


def test_a_refused_recipient_spoils_nothing_for_the_next() -> None:
    inbox = Inbox(refuse={"a@mfa.example": "550 no such user", "b@mfa.example": "450 busy"})
    with serving(inbox) as server:
        channel = Smtp(Route(server))
        assert send(channel) == Answer("failed", "550 no such user")
        assert send(channel, to("b@mfa.example")) == Answer("deferred", "450 busy")
        assert send(channel, to("c@mfa.example")).state == "sent"
        assert send(channel, to("d@mfa.example")).state == "sent"
        channel.close()
    assert inbox.readers == ["c@mfa.example", "d@mfa.example"]
    assert len(inbox.sessions) == 1, "one connection for several messages"


def test_after_a_broken_connection_the_next_message_goes_over_a_new_one() -> None:
    inbox = Inbox("421 too many")
    with serving(inbox) as server:
        channel = Smtp(Route(server))
        assert [send(channel).state for _ in range(2)] == ["deferred", "sent"]
        channel.close()


def test_a_connection_that_breaks_before_the_end_of_a_message_took_nothing() -> None:
    large = (File("x.bin", bytes(12_000_000), "application/octet-stream", "pdf"),)
    with breaking_off(after=1000) as server:
        answer = send(Route(server), files=large)
    assert (answer.state, answer.trouble) == ("deferred", "")


def test_a_connection_that_breaks_after_the_end_of_a_message_leaves_it_unknown() -> None:
    inbox = Inbox("drop")
    with serving(inbox) as server:
        answer = send(Route(server))
    assert answer == Answer("unknown", "the connection broke after the whole message was sent")


def test_a_server_that_does_not_answer_a_message_leaves_it_unknown() -> None:
    inbox = Inbox("wait")
    with serving(inbox) as server:
        answer = send(Route(server))
    assert answer == Answer("unknown", "no answer within 1 s after the whole message was sent")


def test_a_server_that_is_not_there_is_out_of_reach() -> None:
    answer = send(Route(Server("localhost", free_port(), "plain")))
    assert (answer.state, answer.trouble) == ("deferred", "server")
    assert "connection refused" in answer.text
    answer = send(Route(Server("mail.invalid", 25, "starttls")))
    assert (answer.state, answer.trouble) == ("deferred", "server")


def test_an_address_beyond_ascii_needs_a_server_that_takes_it() -> None:
    inbox = Inbox()
    with serving(inbox) as server:
        assert send(Route(server), to("ö@ü.example")).state == "sent"
    ((recipient, content),) = inbox.taken
    assert recipient == "ö@xn--tda.example"
    assert "SMTPUTF8" in inbox.options
    assert "To: ö@xn--tda.example".encode() in content
    with serving(Inbox(), smtputf8=False) as server:
        assert send(Route(server), to("b@ü.example")).state == "sent", "a domain alone does not"
        answer = send(Route(server), to("ö@mfa.example"))
    assert (answer.state, "SMTPUTF8" in answer.text) == ("failed", True)


def test_a_folder_is_a_channel_too(tmp_path: Path) -> None:
    channel = CHANNELS["folder"](Route(folder=tmp_path / "out"))
    assert [send(channel).state for _ in range(2)] == ["sent", "sent"]
    (file,) = (tmp_path / "out").iterdir()
    assert file.suffix == ".eml"
    assert attached(read(file.read_bytes())) == {file.name: file.content for file in FILES}
    (tmp_path / "file").touch()
    answer = send(CHANNELS["folder"](Route(folder=tmp_path / "file")))
    assert (answer.state, answer.trouble) == ("deferred", "setup")
