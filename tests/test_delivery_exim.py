"""A mail server as ministries run it (Exim, of Debian) takes our message into a mailbox as it was sent."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import trustme
from letters import FILES, PNG, SENDER, WHEN, attached, letter, parcel, read, text_of, to
from mail_servers import free_port
from programs import program

from briefing.delivery import Ledger, Route, Server, deliver, plan, typed_rules
from briefing.delivery.smtp import Smtp

CONFIGURATION = """
primary_hostname = mail.example
exim_user = {user}
exim_group = {group}
spool_directory = {folder}/spool
log_file_path = {folder}/%s.log
pid_file_path = {folder}/exim.pid
deliver_drop_privilege = true
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
tls_advertise_hosts = *
tls_certificate = {folder}/certificate.pem
tls_privatekey = {folder}/key.pem
smtputf8_advertise_hosts = *
acl_smtp_rcpt = encrypted
keep_environment =
begin acl
encrypted:
  require encrypted = *
  accept
begin routers
all:
  driver = accept
  transport = mailbox
begin transports
mailbox:
  driver = appendfile
  directory = {folder}/mailbox
  maildir_format
"""


@contextmanager
def exim(ca: trustme.CA) -> Iterator[tuple[Server, Path]]:
    """The server, run by somebody without privileges, and the folder with its mailbox."""
    binary = program("exim4")
    owner = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    folder, port = Path(tempfile.mkdtemp()), free_port()
    certificate = ca.issue_cert("localhost")
    certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
    for pem in certificate.cert_chain_pems:
        pem.write_to_path(str(folder / "certificate.pem"), append=True)
    ca.cert_pem.write_to_path(str(folder / "ca.pem"))
    (folder / "exim.conf").write_text(
        CONFIGURATION.format(folder=folder, port=port, user=owner.pw_uid, group=owner.pw_gid)
    )
    if os.getuid() == 0:
        for path in (folder, *folder.iterdir()):
            os.chown(path, owner.pw_uid, owner.pw_gid)
    running = subprocess.Popen(
        [binary, "-C", str(folder / "exim.conf"), "-bdf"],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        **({"user": owner.pw_uid, "group": owner.pw_gid} if os.getuid() == 0 else {}),
    )
    try:
        wait_for(port, running)
        yield Server("localhost", port, "starttls", folder / "ca.pem", 20.0), folder
    finally:
        running.terminate()
        running.communicate(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(port: int, running: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if running.poll() is not None:
            raise AssertionError(running.stderr and running.stderr.read().decode())
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("exim does not listen")


def received(folder: Path, many: int) -> list[bytes]:
    """The messages of the mailbox, once there are so many."""
    for _ in range(400):
        files = list((folder / "mailbox" / "new").glob("*"))
        if len(files) == many:
            return sorted(file.read_bytes() for file in files)
        time.sleep(0.05)
    logs = [log.read_text() for log in folder.glob("*.log")]
    raise AssertionError(f"{len(files)} of {many} messages arrived: {logs}")


def test_a_message_lies_in_the_mailbox_as_it_was_sent(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "deliveries.sqlite")
    recipients = [to("Aigul Ö. <a@mfa.example>"), to("ö@ü.example")]
    with exim(trustme.CA()) as (server, folder):
        outcomes = deliver(
            plan([parcel()], typed_rules(SENDER, server, recipients), ledger),
            lambda _: letter,
            Smtp(Route(server, hello="mfa.example")),
            ledger,
            clock=lambda: WHEN,
            sleep=time.sleep,
            random=lambda: 0.5,
        )
        assert [(o.state, o.text[:6]) for o in outcomes] == [("sent", "250 OK")] * 2
        contents = received(folder, 2)
    for content in contents:
        arrived = read(content)
        assert text_of(arrived) == letter().text
        assert text_of(arrived, "html") == letter().html + "\n"
        assert attached(arrived) == {file.name: file.content for file in FILES}
        (image,) = (part for part in arrived.walk() if part["Content-ID"] == "<chart-1>")
        assert image.get_content() == PNG
        assert arrived["From"] == str(SENDER)
        assert arrived["Subject"] == letter().subject
        assert arrived["Date"].datetime == WHEN
        assert (
            "with esmtps" in arrived["Received"].lower()
            or "with utf8esmtps" in arrived["Received"].lower()
        )
    to_whom = sorted(
        content.partition(b"\nTo: ")[2].partition(b"\nSubject")[0] for content in contents
    )
    assert to_whom == [b"=?utf-8?b?QWlndWwgw5Yu?=\n <a@mfa.example>", "ö@xn--tda.example".encode()]
