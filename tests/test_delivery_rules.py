"""delivery.toml: rules, or every fault at once with its line and column."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.delivery.addresses import Address, domain_in_ascii
from briefing.delivery.parcel import Parcel
from briefing.delivery.rules import Rules, addressed, typed_rules
from briefing.delivery.rules_file import KEYS, load_rules
from briefing.delivery.toml_places import places
from briefing.errors import DeliveryError, ExitCode

RULES = """\
[sender]
address = "briefs@mfa.example"
name = "Briefing desk"

[server]
host = "mail.mfa.example"

[markings]
"UNCLASSIFIED" = ["*"]
"OFFICIAL" = ["mfa.example", ".gov.example"]

[groups.desk]
to = [
  "Aigul Ö. <a@mfa.example>",      # the desk officer
  "b@press.gov.example",
]
markings = ["UNCLASSIFIED", "OFFICIAL"]
max_size = "10 MB"
over_size = "drop docx"
"""


def read(tmp_path: Path, text: str) -> Rules:
    file = tmp_path / "delivery.toml"
    file.write_text(text, encoding="utf-8")
    return load_rules(file)


def told(tmp_path: Path, text: str) -> list[str]:
    """The faults of a file, each as `line:column: message` with its hint after an arrow."""
    with pytest.raises(DeliveryError) as refused:
        read(tmp_path, text)
    assert refused.value.exit_code == ExitCode.DELIVERY
    return [
        f"{d.place.line}:{d.place.column}: {d.where}: {d.message}"
        + (f" -> {d.hint}" if d.hint else "")
        for d in refused.value.diagnostics
    ]


def test_a_file_with_the_least_says_the_rest_by_default(tmp_path: Path) -> None:
    rules = read(tmp_path, RULES)
    assert str(rules.sender) == "Briefing desk <briefs@mfa.example>"
    assert (str(rules.server), rules.server.security) == ("mail.mfa.example:587", "starttls")
    (desk,) = rules.groups
    assert [str(a) for a in desk.to] == ["Aigul Ö. <a@mfa.example>", "b@press.gov.example"]
    assert (desk.visits, desk.drafts, desk.attach) == (("*",), False, None)
    assert (desk.max_size, desk.drop, rules.max_recipients) == (10_000_000, "docx", 100)


def test_the_example_of_the_page_on_e_mail_is_whole_and_its_table_has_every_key(
    tmp_path: Path,
) -> None:
    page = (Path(__file__).parent.parent / "docs" / "e-mail.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```toml\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert [group.name for group in read(tmp_path, example).groups] == ["desk", "press"]
    for key in (key for part in KEYS.values() for key in part):
        assert f"{key}`" in page or f"`{key}." in page, key


def test_every_fault_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    text = RULES.replace('host = "mail', 'hots = "mail').replace("b@press", "b at press")
    text = text.replace('"drop docx"', '"drop all"').replace("10 MB", "10 tons")
    assert told(tmp_path, text) == [
        '5:2: server.host: required, but missing -> add "host = …"',
        '6:1: server.hots: unknown key -> did you mean "host"?',
        '15:3: groups.desk.to[1]: expected an address such as "Name <name@example.org>",'
        ' found "b at press.gov.example"',
        '18:1: groups.desk.max_size: expected a size such as "10 MB", found "10 tons"',
        '19:1: groups.desk.over_size: expected "refuse", "drop docx" or "drop pdf", found "drop all"',
    ]


@pytest.mark.parametrize("key", ["password", "user", "Username", "smtp_password", "token"])
def test_a_login_in_the_file_is_refused_and_not_repeated(tmp_path: Path, key: str) -> None:
    text = RULES.replace('host = "', f'{key} = "hunter2"\nhost = "')
    (fault,) = told(tmp_path, text)
    assert fault.startswith(f"6:1: server.{key}: a login has no place in this file")
    assert "BRIEFING_SMTP_PASSWORD" in fault
    assert "hunter2" not in fault


def test_a_recipient_whose_domain_may_not_have_a_marking_is_refused(tmp_path: Path) -> None:
    assert told(tmp_path, RULES.replace("b@press.gov.example", "b@sub.mfa.example")) == [
        '15:3: groups.desk.to[1]: b@sub.mfa.example may not have what is marked "OFFICIAL"'
        ' -> allow "sub.mfa.example" under [markings], or take the address out'
    ]


def test_a_marking_that_the_table_does_not_have_is_refused(tmp_path: Path) -> None:
    text = RULES.replace('markings = ["UNCLASSIFIED", "OFFICIAL"]', 'markings = ["OFFICAL"]')
    assert told(tmp_path, text) == [
        '17:13: groups.desk.markings[0]: "OFFICAL" is not in [markings] -> did you mean "OFFICIAL"?'
    ]


@pytest.mark.parametrize(
    ("line", "by", "fault"),
    [
        ('host = "mail.mfa.example"', "host = 7", "6:1: server.host: expected a text, found 7"),
        ('host = "mail.mfa.example"', 'host = ""', "6:1: server.host: expected a text, found an empty one"),
        ('name = "Briefing desk"', 'name = "a\\nBcc: x@y"', "3:1: sender.name: expected a name in one line, found a line break"),
        ('"b@press.gov.example"', "7", "15:3: groups.desk.to[1]: expected a text, found 7"),
        ('"b@press.gov.example"', '"a\\u0000@mfa.example"', "15:3: groups.desk.to[1]: expected an address in one line, found the character U+0000"),
        ('max_size = "10 MB"', "drafts = 1", "18:1: groups.desk.drafts: expected true or false, found 1"),
        ('max_size = "10 MB"', 'attach = ["odt"]', '18:11: groups.desk.attach[0]: expected "docx" or "pdf", found "odt"'),
        ('name = "Briefing desk"', "reply_to = true", "3:1: sender.reply_to: expected a text, found true"),
        ('host = "mail.mfa.example"', 'host = "h.example"\nport = 70000', "7:1: server.port: expected a number from 1 to 65535, found 70000"),
        ('host = "mail.mfa.example"', 'host = "h.example"\nca = "none.pem"', "7:1: server.ca: there is no such file"),
        ('host = "mail.mfa.example"', 'host = "h.example"\nsecurity = "ssl"', '7:1: server.security: expected one of "starttls", "tls", "plain", found "ssl"'),
        ('"UNCLASSIFIED" = ["*"]', '"UNCLASSIFIED" = ["a b"]', '9:19: markings.UNCLASSIFIED[0]: expected a domain such as "example.org", found "a b"'),
        ("[groups.desk]", "[groups]\nx = 1\n[groups.desk]", "13:1: groups.x: expected a table, found 1"),
        ("[sender]", "sender = 1\n[sende]", "1:1: sender: expected a table, found 1"),
        ("[sender]", "[sender", "1:8: : not TOML:"),
        ("[server]", "[sender]", "5:8: : not TOML:"),
    ],
)  # fmt: skip
def test_a_fault_has_its_place(tmp_path: Path, line: str, by: str, fault: str) -> None:
    assert line in RULES
    assert any(each.startswith(fault) for each in told(tmp_path, RULES.replace(line, by, 1)))


def test_an_empty_file_says_what_is_missing(tmp_path: Path) -> None:
    assert [fault.partition(" ->")[0] for fault in told(tmp_path, "")] == [
        f"0:0: {part}: required, but missing"
        for part in ("sender", "server", "markings", "groups")
    ]  # fmt: skip


def test_a_missing_file_a_folder_and_bytes_that_are_no_text_are_diagnostics(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="there is no such file"):
        load_rules(tmp_path / "delivery.toml")
    with pytest.raises(DeliveryError, match="found a folder"):
        load_rules(tmp_path)
    (tmp_path / "latin.toml").write_bytes(b"name = '\xe9'")
    with pytest.raises(DeliveryError, match="expected UTF-8 text, found the byte E9"):
        load_rules(tmp_path / "latin.toml")


# ------------------------------------------------------------------------------ what rules say


def parcel(**changes: object) -> Parcel:
    given = {
        "visit": "2025-11-26-bishkek",
        "edition": 1,
        "title": "T",
        "marking": "OFFICIAL",
        "draft": False,
    }
    return Parcel(**{**given, **changes})  # type: ignore[arg-type]


def test_a_group_says_what_it_does_not_get_and_why(tmp_path: Path) -> None:
    (desk,) = read(tmp_path, RULES.replace("max_size", 'visits = ["2025-*"]\nmax_size')).groups
    assert desk.objection(parcel()) == ""
    assert desk.objection(parcel(visit="2026-03-oslo")) == "group desk does not get this visit"
    assert desk.objection(parcel(draft=True)) == "group desk does not get drafts"
    assert "marked" in desk.objection(parcel(marking="SECRET"))
    assert desk.objection(parcel(marking="")) == "group desk does not get what is not marked"


@pytest.mark.parametrize(
    ("domain", "may"),
    [
        ("mfa.example", True),
        ("x.mfa.example", False),
        ("gov.example", True),
        ("a.b.gov.example", True),
        ("agov.example", False),
        ("mfa.example.evil.example", False),
    ],
)
def test_a_domain_has_those_below_it_only_where_it_is_written_with_a_point(
    tmp_path: Path, domain: str, may: bool
) -> None:
    rules = read(tmp_path, RULES)
    assert rules.may_have(domain, "OFFICIAL") is may
    assert rules.may_have(domain, "UNCLASSIFIED")
    assert not rules.may_have(domain, "SECRET"), "what the table does not have goes nowhere"


def test_domains_are_compared_as_the_network_does(tmp_path: Path) -> None:
    text = RULES.replace('"mfa.example", ', '"Ü.example", "mfa.example", ')
    text = text.replace("b@press.gov.example", "b@XN--TDA.example")
    assert read(tmp_path, text).groups[0].to[1].domain == "xn--tda.example"
    assert read(tmp_path, text.replace("XN--TDA", "ü")).groups[0].to[1].domain == "xn--tda.example"


def test_a_typed_address_gets_all_and_with_a_file_what_its_domain_may_have(tmp_path: Path) -> None:
    rules = read(tmp_path, RULES)
    typed = typed_rules(rules.sender, rules.server, [Address.parse("x@y.example")])
    assert typed.may_have("y.example", "SECRET")
    assert typed.groups[0].objection(parcel(marking="SECRET")) == ""
    assert typed.groups[0].objection(parcel(draft=True)), "a draft has to be asked for"
    assert not addressed(rules, typed.groups[0].to).may_have("y.example", "OFFICIAL")


# ----------------------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("a@mfa.example", "a@mfa.example"),
        (" Ä. Ö. <a.b+c@MFA.Example> ", "Ä. Ö. <a.b+c@mfa.example>"),
        ('"Doe, Jane" <j@x.example>', "Doe, Jane <j@x.example>"),
        ("عائشة <a@x.example>", "عائشة <a@x.example>"),
        ("ü@straße.example", None),
        ("ü@über.example", "ü@xn--ber-goa.example"),
        ("a@b@c.example", None),
        ("a b@c.example", None),
        (".a@c.example", None),
        ("a..b@c.example", None),
        ("a@", None),
        ("@c.example", None),
        ("a@c..example", None),
        ("a@-c.example", None),
        ("a@c.example.", None),
        ("a@c_d.example", None),
        ("a@" + "x" * 64 + ".example", None),
        ("x" * 65 + "@c.example", None),
        ("a@c.example, b@c.example", None),
        ("A <a@c.example>, B <b@c.example>", None),
        ("a@c.example\r\nBcc: b@c.example", None),
        ("A\u2028B <a@c.example>", None),
        ("a\u202e@c.example", None),
        ("", None),
    ],
)
def test_an_address_is_read_or_refused(written: str, read_as: str | None) -> None:
    if read_as is None:
        with pytest.raises(ValueError, match=r"expected|standards differ"):
            Address.parse(written)
    else:
        assert str(Address.parse(written)) == read_as


def test_one_mailbox_written_twice_is_one() -> None:
    assert Address.parse("A@X.example").key == Address.parse("Aigul <a@x.EXAMPLE>").key


@settings(deadline=None)
@given(st.text())
def test_any_text_is_an_address_or_a_diagnostic(text: str) -> None:
    for read in (Address.parse, domain_in_ascii):
        try:
            read(text)
        except ValueError as refused:
            assert str(refused).startswith(("expected", '"'))


# ------------------------------------------------------------------------ places in a TOML file


def test_a_key_and_an_item_have_the_place_where_they_stand() -> None:
    text = """\
a = 1 # [no] = "key"
"b c".d = '''
x = 1
''' # after
[t.'u"v']
  list = [ 1,
    "]", [2, 3], {k = "}", l = [4]} ]
[[many]]
k = 1
[[many]]
k = \"\"\"
k = 2\\\"\"\"\"
[many.below]
z = 1979-05-27T07:32:00Z
"""
    assert dict(places(text)) == {
        ("a",): (1, 1),
        ("b c",): (2, 1),
        ("b c", "d"): (2, 7),
        ("t",): (5, 2),
        ("t", 'u"v'): (5, 4),
        ("t", 'u"v', "list"): (6, 3),
        ("t", 'u"v', "list", 0): (6, 12),
        ("t", 'u"v', "list", 1): (7, 5),
        ("t", 'u"v', "list", 2): (7, 10),
        ("t", 'u"v', "list", 2, 0): (7, 11),
        ("t", 'u"v', "list", 2, 1): (7, 14),
        ("t", 'u"v', "list", 3): (7, 18),
        ("t", 'u"v', "list", 3, "k"): (7, 19),
        ("t", 'u"v', "list", 3, "l"): (7, 28),
        ("t", 'u"v', "list", 3, "l", 0): (7, 33),
        ("many",): (8, 3),
        ("many", 0): (8, 1),
        ("many", 0, "k"): (9, 1),
        ("many", 1): (10, 1),
        ("many", 1, "k"): (11, 1),
        ("many", 1, "below"): (13, 7),
        ("many", 1, "below", "z"): (14, 1),
    }


@settings(deadline=None)
@given(st.text(alphabet="a1.=[]{}\"'\\#, \n\r"))
def test_places_are_found_of_all_that_tomllib_reads(text: str) -> None:
    def ways(value: object, way: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
        pairs = (
            value.items()
            if isinstance(value, dict)
            else enumerate(value)
            if isinstance(value, list)
            else ()
        )
        return {(*way, k) for k, _ in pairs}.union(*(ways(v, (*way, k)) for k, v in pairs))

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        places(text)
        return
    assert ways(values) <= set(places(text))
