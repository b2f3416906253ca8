"""Spoiled files against the whole program: always a diagnostic or a good build, never half a file.

    python tests/fuzz.py [LOADS [SEED]]      LOADS facts files loaded, a tenth as many built, and as many again of
                                             delivery.toml and of what a build left
    python tests/fuzz.py --replay FILE …     files that failed, as they were saved in fuzz-failures/

How files are spoiled, `mutators` says.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn
from unittest.mock import patch

import mutators
import pypdfium2
from lxml import etree

from briefing.cli import main
from briefing.delivery import Address, Ledger, Parcel
from briefing.editions.history import History
from briefing.errors import Diagnostic, ExitCode, FactsError
from briefing.load import loads
from briefing.load.characters import LARGEST_FILE
from briefing.load.dump import dump

ROOT = Path(__file__).parent.parent
NEW = ROOT / "templates" / "en" / "new-visit.yaml"
FIRST = ROOT / "visits" / "2025-11-26-bishkek" / "visit.yaml"
SECOND = ROOT / "tests" / "visits" / "2026-03-09-piraeus" / "visit.yaml"
FAILURES = Path("fuzz-failures")

PATIENCE_S = 60
"""Longer than any spoiled file may take: then it is as good as hung."""

_INSIDE = re.compile(
    r"Traceback|\b[A-Z]\w*(Error|Exception)\b|pydantic|Input should|<class |object at 0x|\bNone\b"
    r"|\b(Decimal|Missing|Quantity|Period|Place|Scalar|Entries|Items|datetime|dict|tuple)\("
)
_ENDS = frozenset(int(code) for code in ExitCode) - {ExitCode.OUR_FAULT}
_VISIT = "oslo"
_DAY = "1773446400"  # 2026-03-14


class Wrong(AssertionError):
    """What must never happen has happened."""


class _TooLong(BaseException):  # not to be caught by what catches faults
    pass


# ------------------------------------------------------------------------------------ loads


def check_load(content: bytes) -> bool:
    """Whether the facts file loads: then it survives a dump; else every diagnostic has a place in it."""
    try:
        loaded = loads(content)
    except FactsError as refused:
        _expect(bool(refused.diagnostics), "refused without a word")
        for told in refused.diagnostics:
            _check_diagnostic(told, content)
        return False
    for told in loaded.warnings:
        _check_diagnostic(told, content)
    text = dump(loaded.visit)
    try:
        again = loads(text.encode()).visit
    except FactsError as refused:
        raise Wrong(f"what was dumped does not load: {refused}") from refused
    _expect(again == loaded.visit, "what was dumped loads as something else")
    return True


def _check_diagnostic(told: Diagnostic, content: bytes) -> None:
    inside = _INSIDE.search(told.message + told.hint)
    _expect(
        inside is None or inside[0].encode() in content, f"the inside shows in: {str(told)[:500]}"
    )
    _expect(
        "\n" not in told.message + told.hint, f"more than a line a message: {str(told)[:500]!r}"
    )
    _expect(len(str(told)) <= 2_000, f"a message of {len(str(told))} letters: {str(told)[:300]}")
    line, column = told.place.line, told.place.column
    if not line:  # the file as a whole: what it lacks, or it cannot be read at all
        whole = not told.where or re.fullmatch(r"\w+", told.where) is not None
        _expect(whole or len(content) > LARGEST_FILE, f"no place: {str(told)[:500]}")
        return
    text = content.decode("utf-8-sig", "replace")
    lines = re.split("\r\n|[\r\n\x85\u2028\u2029]", text)  # as YAML ends them, and as editors do
    longest = max(map(len, re.split("[\r\n]", text)))
    _expect(line <= len(lines) + 1, f"no such line: {str(told)[:500]}")
    _expect(1 <= column <= longest + 1, f"no such column: {str(told)[:500]}")


# ------------------------------------------------------------------------------------- runs


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run of the command line ended."""

    code: int
    out: str
    err: str


def run(*arguments: str, debug: bool = False) -> Ended:
    """The command line in this process, ended by a documented code or found wrong."""
    given = ["--debug", *arguments] if debug else list(arguments)
    out, err = io.StringIO(), io.StringIO()
    code: object = None
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(given)
        except SystemExit as end:
            code = end.code
        except Exception as fault:
            if debug:
                raise
            raise Wrong(f"briefing {' '.join(arguments)}: {fault!r}") from fault
    told = err.getvalue()
    _expect(code in _ENDS, f"briefing {' '.join(arguments)} ended with {code}:\n{told[-2000:]}")
    _expect("Traceback" not in told, f"briefing {' '.join(arguments)}:\n{told[-2000:]}")
    return Ended(int(str(code)), out.getvalue(), told)


class Desk:
    """A folder with visits, the editions that were built of one, and a ledger of who had them."""

    def __init__(self, folder: Path, *, small: bool, debug: bool = False) -> None:
        self.folder, self.debug = folder, debug
        self.visit = folder / "visits" / _VISIT / "visit.yaml"
        self.output, self.state = folder / "output", folder / "output" / ".state"
        self.rules = folder / "delivery.toml"
        self.visit.parent.mkdir(parents=True)
        self.rules.write_text(_RULES, encoding="utf-8")
        editions = _small() if small else (FIRST.read_bytes(), SECOND.read_bytes(), _new())
        for (
            content
        ) in editions:  # of the full ones, the last alone has all formats: that is quicker
            self.visit.write_bytes(content)
            full = not small and content is editions[-1]
            code = self.build("--to", "docx,pdf,text" if full else "text").code
            _expect(code == 0, "the desk cannot be laid")
        _lay_ledger(self.state / "deliveries.sqlite")
        self._kept = folder.with_name(f"{folder.name}-kept")
        shutil.copytree(folder, self._kept)

    def reset(self) -> None:
        """Everything as it was laid."""
        shutil.rmtree(self.folder)
        shutil.copytree(self._kept, self.folder)

    def run(self, *arguments: str) -> Ended:
        return run(*arguments, debug=self.debug)

    def build(self, *options: str) -> Ended:
        return self.run("build", str(self.visit.parent), "--output", str(self.output), *options)

    def files(self, *, notes: bool = False) -> dict[str, bytes]:
        """What lies in the output, by name; with `notes` what is only kept for speed as well."""
        return {
            path.relative_to(self.output).as_posix(): path.read_bytes()
            for path in sorted(self.output.rglob("*"))
            if path.is_file() and (notes or ".cache" not in path.parts)
        }

    def check_left(self, before: Mapping[str, bytes]) -> None:
        """Every file is as before or complete, and nothing half-done is left."""
        for path in self.output.rglob("*"):
            _expect(path.suffix not in (".new", ".old"), f"left behind: {path}")
        for name, content in self.files().items():
            if before.get(name) == content:
                continue
            if ".edited-" in name:
                _expect(content in before.values(), f"{name} is not what was set aside")
            else:
                try:
                    _check_complete(name, content)
                except Exception as fault:
                    raise Wrong(f"{name} is not complete: {fault!r}") from fault


def _check_complete(name: str, content: bytes) -> None:
    match Path(name).suffix:
        case ".docx":
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                _expect(package.testzip() is None, "a part is damaged")
                for part in package.namelist():
                    if part.endswith((".xml", ".rels")):
                        etree.fromstring(package.read(part))
        case ".pdf":
            pdf = pypdfium2.PdfDocument(content)
            _expect(len(pdf) > 0, "no pages")
            pdf.close()
        case ".json":
            _expect(isinstance(json.loads(content), dict), "no object")
        case ".txt" | ".yaml":
            _expect(bool(content.decode()), "empty")
        case suffix:
            _expect(suffix in (".sqlite", ".lock"), "what is this?")


# ----------------------------------------------------------------------------------- builds


def check_build(content: bytes, desk: Desk, chance: random.Random) -> bool:
    """Whether the facts file builds, the last edition being whole before and after."""
    desk.visit.write_bytes(content)
    before = desk.files()
    options = ["--to", chance.choice(("docx", "pdf", "pdf", "text", "text", "docx,pdf"))]
    options += chance.choice(([], [], ["--stale", "mark"], ["--keep", "1"], ["--force"]))
    code = desk.build(*options).code
    after = desk.files()
    if code:
        _expect(before == after, f"ended with {code}, and wrote")
    desk.check_left(before)
    history = History(desk.output, desk.state)
    last = history.last(_VISIT)
    if last is None:
        raise Wrong("there is no edition any more")
    _expect(set(history.documents(last)) == set(last.files), "a document of the last edition")
    if not code:
        # A comment that does not travel makes no edition: what is stated is what counts.
        of, now = (dump(loads(each).visit) for each in (history.facts(last), content))
        _expect(of == now, "the edition is of other facts")
        _expect(desk.build(*options).code == 0, "built once, and not twice")
        _expect(desk.files() == after, "built twice, and not the same")
    return not code


# --------------------------------------------------------------------------- rules, records


def check_rules(content: bytes, desk: Desk) -> bool:
    """Whether delivery.toml can be used; if not, each fault has a place."""
    desk.rules.write_bytes(content)
    ended = desk.run(*_send(desk), "--dry-run")
    _expect(ended.code in (0, ExitCode.DELIVERY), f"ended with {ended.code}")
    return not ended.code


def check_record(name: str, content: bytes, desk: Desk, chance: random.Random) -> bool:
    """Whether all commands live with something else in the file of that name in the output."""
    (desk.output / name).write_bytes(content)
    return check_commands(desk, chance)


def check_commands(desk: Desk, chance: random.Random) -> bool:
    """Every command ends as documented, and whatever it writes is whole."""
    before = desk.files()
    if chance.random() < 0.5:
        desk.visit.write_bytes(_small()[2])
    where = ("--output", str(desk.output))
    folder = str(desk.output / _VISIT)
    letter = ("--eml", str(desk.folder / "draft.eml"), "--to", "sent@mfa.example")
    commands: list[tuple[str, ...]] = [
        ("status", str(desk.visit.parent), *where),
        (*_send(desk), "--dry-run"),
        (*_send(desk), "--status", *chance.choice(((), ("--json",)))),
        ("explain", folder, chance.choice(("2.4", "D1", "[2]", "F1"))),
        (*_send(desk), *letter, "--from", "b@desk.example"),
    ]
    commands += [
        ("build", str(desk.visit.parent), *where, "--to", "text", *option)
        for option in ((), ("--force",), ("--verify",))
    ]
    ends = [desk.run(*command) for command in chance.sample(commands, 2)]
    desk.check_left(before)
    return not any(ended.code for ended in ends)


def _send(desk: Desk) -> tuple[str, ...]:
    rules = ("--delivery", str(desk.rules))
    return "send", str(desk.visit.parent), "--output", str(desk.output), *rules


_RULES = """\
[sender]
address = "briefs@mfa.example"
name = "Briefing desk"
reply_to = "desk@mfa.example"

[server]
host = "mail.mfa.example"
port = 587
security = "starttls"
timeout = 30

[markings]
"" = ["*"]
"OFFICIAL" = ["mfa.example", ".gov.example"]

[groups.desk]
to = [
  "Aigul Ö. <a@mfa.example>",      # the desk officer
  'b@press.gov.example',
]
markings = ["", "OFFICIAL"]
drafts = true
max_size = "10 MB"
over_size = "drop docx"

[groups."press office"]
to = ["c@press.example"]
markings = [""]
visits = ["2026-*"]
attach = ["pdf"]

[limits]
max_recipients = 20
"""


def _lay_ledger(path: Path) -> None:
    ledger = Ledger(path)
    now = datetime(2026, 3, 14, 8, tzinfo=UTC)
    ledger.start()
    for edition, state in ((1, "sent"), (2, "deferred"), (2, "unknown"), (2, "failed")):
        parcel = Parcel(_VISIT, edition, "A visit", "", draft=False)
        address = Address.parse(f"{state}@mfa.example")
        ledger.claim(parcel, address, now)
        ledger.settle(parcel, address, state, "450 try later", now)


def _new() -> bytes:
    """The file that `briefing new` writes."""
    with tempfile.TemporaryDirectory() as folder:
        _expect(run("new", f"{folder}/visit").code == 0, "new")
        return (Path(folder) / "visit" / "visit.yaml").read_bytes()


def _small() -> tuple[bytes, bytes, bytes]:
    """The facts file of the README, and it twice changed."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"^```yaml\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    changed = text.replace("2.4 billion", "2.5 billion")
    return text.encode(), changed.encode(), changed.replace("+6.5%", "+7.5%").encode()


# -------------------------------------------------------------------------------------- all


class Fuzz:
    """Runs by their kind and number; the same seed, kind and number spoil the same file alike."""

    def __init__(self, folder: Path, seed: str, *, debug: bool = False) -> None:
        self.folder, self.seed, self.debug = folder, seed, debug
        self._desks: dict[bool, Desk] = {}
        cases = sorted((ROOT / "tests" / "errors").glob("*.yaml"))
        self.whole = (_new(), FIRST.read_bytes(), SECOND.read_bytes(), _small()[0])
        self.facts = (*self.whole * 12, *(case.read_bytes() for case in cases))

    def desk(self, *, small: bool) -> Desk:
        """A desk, as it was laid."""
        if small not in self._desks:
            folder = self.folder / ("small" if small else "full")
            self._desks[small] = Desk(folder, small=small, debug=self.debug)
        self._desks[small].reset()
        return self._desks[small]

    def once(self, kind: str, number: int) -> bool:
        """One spoiled file; raises Wrong, the file being saved."""
        chance = random.Random(f"{self.seed} {kind} {number}")
        name, content = getattr(self, f"_{kind}")(chance)
        return self.check(kind, name, content, f"{kind}-{number}-{self.seed}")

    def check(self, kind: str, name: str, content: bytes, called: str) -> bool:
        """Judge the content of a file of that name."""
        chance = random.Random(called)
        checks: Mapping[str, Callable[[], bool]] = {
            "load": lambda: check_load(content),
            "build": lambda: check_build(content, self.desk(small=False), chance),
            "rules": lambda: check_rules(content, self.desk(small=True)),
            "record": lambda: check_record(name, content, self.desk(small=True), chance),
        }
        try:
            with _in_time():
                return checks[kind]()
        except Exception as fault:
            FAILURES.mkdir(exist_ok=True)
            file = FAILURES / "+".join((called, name.replace("/", "+")))
            file.write_bytes(content)
            raise Wrong(f"{file}: {fault}") from fault

    def _load(self, chance: random.Random) -> tuple[str, bytes]:
        content = chance.choice(self.facts)
        return "visit.yaml", mutators.spoiled(content, chance, mutators.FACTS)

    def _build(self, chance: random.Random) -> tuple[str, bytes]:
        """Mostly one that loads: what is refused on loading, `_load` has enough of."""
        found = b""
        for _ in range(chance.choice((1, 8, 8, 8, 8))):
            content = chance.choice((*self.whole, self.whole[0], *[self.whole[-1]] * 4))
            found = mutators.spoiled(content, chance, mutators.LIKELY)
            if found != content and _loads(found):
                break
        return "visit.yaml", found

    def _rules(self, chance: random.Random) -> tuple[str, bytes]:
        return "delivery.toml", mutators.spoiled(_RULES.encode(), chance, mutators.RULES)

    def _record(self, chance: random.Random) -> tuple[str, bytes]:
        files = self.desk(small=True).files(notes=True)
        ours = [name for name in files if Path(name).suffix in (".json", ".sqlite", ".yaml")]
        name = chance.choice([*ours, *(name for name in ours if not name.startswith(_VISIT))])
        known = mutators.LEDGER if name.endswith(".sqlite") else mutators.RECORDS
        return name, mutators.spoiled(files[name], chance, known)


def _loads(content: bytes) -> bool:
    try:
        loads(content)
    except FactsError:
        return False
    return True


@contextlib.contextmanager
def steady() -> Iterator[None]:
    """The same day on every run, and no waiting for the disk: nobody pulls the plug here."""
    with (
        patch.dict(os.environ, {"SOURCE_DATE_EPOCH": _DAY}),
        patch.object(os, "fsync", lambda _: None),
    ):
        yield


@contextlib.contextmanager
def _in_time() -> Iterator[None]:
    if not hasattr(signal, "SIGALRM"):  # Windows
        yield
        return

    def stop(*_: object) -> NoReturn:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(PATIENCE_S)
    try:
        yield
    except _TooLong:
        raise Wrong(f"not done after {PATIENCE_S} seconds") from None
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _expect(so: bool, else_: str) -> None:
    if not so:
        raise Wrong(else_)


def _replay(files: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory() as folder, steady():
        for file in map(Path, files):
            called, *name = file.name.split("+")
            print(file, flush=True)
            fuzz = Fuzz(Path(folder) / called, "", debug=True)
            fuzz.check(called.partition("-")[0], "/".join(name), file.read_bytes(), called)
    return 0


def _all(loads_: int, seed: str) -> int:
    counts = {"load": loads_, "build": loads_ // 10, "rules": loads_ // 10, "record": loads_ // 10}
    failed = 0
    with tempfile.TemporaryDirectory() as folder, steady():
        fuzz = Fuzz(Path(folder), seed)
        for kind, count in counts.items():
            good: Counter[bool] = Counter()
            for number in range(count):
                try:
                    good[fuzz.once(kind, number)] += 1
                except Wrong as fault:
                    failed += 1
                    print(f"FAILED {fault}\n", flush=True)
                if number % max(1, count // 10) == 0 or number == count - 1:
                    done = f"{number + 1} of {count}, {good[True]} good, {good[False]} refused"
                    print(f"{kind}: {done}, {failed} failed so far", flush=True)
    print(f"seed {seed}: {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--replay"]:
        sys.exit(_replay(sys.argv[2:]))
    sys.exit(_all(int([*sys.argv, "10000"][1]), [*sys.argv, "", ""][2] or "1"))
