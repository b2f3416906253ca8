"""CI as far as our files need it: the steps of action.yml and of the GitLab job, run in a fresh clone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
GITLAB = yaml.safe_load((ROOT / "docs/regenerate.gitlab-ci.yml").read_text(encoding="utf-8"))

Conditions = Mapping[str, Callable[["Github"], bool]]
CONDITIONS: Conditions = {
    "startsWith(github.event_name, 'pull_request')": lambda job: (
        job.going and job.event.startswith("pull_request")
    ),
    "steps.build.outputs.changed == 'true'": lambda job: job.going and job.changed == "true",
    "inputs.send == 'true'": lambda job: job.going and job.inputs["send"] == "true",
    "always() && steps.reserve.outcome == 'success'": lambda job: (
        job.outcomes.get("reserve") == "success"
    ),
    "always() && steps.save.outcome == 'failure'": lambda job: (
        job.outcomes.get("save") == "failure"
    ),
}
"""What the action's conditions mean; one that is not here fails the test that meets it."""


def git(*arguments: str | Path, at: Path) -> str:
    done = subprocess.run(
        ["git", *map(str, arguments)], cwd=at, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def programs(folder: Path) -> Path:
    """A folder for PATH with this checkout's `briefing` and its `python`."""
    folder.mkdir()
    for name, what in (("briefing", "-m briefing"), ("python", "")):
        script = folder / name
        script.write_text(
            f'#!/bin/sh\nPYTHONPATH={ROOT}; export PYTHONPATH\nexec {sys.executable} {what} "$@"\n'
        )
        script.chmod(0o755)
    return folder


@dataclass
class Origin:
    """A repository, and fresh clones of it."""

    bare: Path
    programs: Path
    clones: int = 0

    def clone(self) -> Path:
        """As a job has it: shallow, with nothing in output."""
        self.clones += 1
        place = self.bare.parent / f"clone-{self.clones}"
        git("clone", "--quiet", "--depth=1", f"file://{self.bare}", place, at=self.bare.parent)
        return place

    def commit(self, changes: Mapping[str, str]) -> None:
        """A commit to main with these files."""
        place = self.clone()
        for name, text in changes.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(text, encoding="utf-8")
        git("add", ".", at=place)
        git("commit", "--quiet", "-m", "Facts", at=place)
        git("push", "--quiet", "origin", "HEAD:main", at=place)

    def text(self, name: str) -> str:
        return git("show", f"main:{name}", at=self.bare) + "\n"

    def saved(self) -> list[str]:
        """The commits of the state branch."""
        found = git("for-each-ref", "refs/heads/briefing-state", at=self.bare)
        return git("rev-list", "briefing-state", at=self.bare).split() if found else []

    def run(self, command: str, at: Path, **more: str) -> subprocess.CompletedProcess[str]:
        """As GitHub runs a step with `shell: bash`, and GitLab a script."""
        environment = {
            "PATH": f"{self.programs}:{os.environ['PATH']}",
            "HOME": str(Path.home()),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            **more,
        }
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", command],
            cwd=at,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
        )


@dataclass
class Github:
    """One run of the composite action in a fresh clone; `uses` of other actions are only noted."""

    origin: Origin
    event: str = "schedule"
    between: Mapping[str, Callable[[], object]] = field(default_factory=dict)
    lost_before: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    code: int = 0
    said: str = ""
    summary: str = ""
    outcomes: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    place: Path = Path()

    def __post_init__(self) -> None:
        declared = {name: about["default"] for name, about in ACTION["inputs"].items()}
        self.inputs = {**declared, "send": "true", "build-options": "--to docx", **self.given}
        self.place = self.origin.clone()
        self.files = self.place.parent / f"{self.place.name}-runner"
        self.files.mkdir()
        for step in ACTION["runs"]["steps"]:
            name = step.get("name", step.get("uses"))
            if name == self.lost_before:
                return
            condition = step.get("if")
            if not (CONDITIONS[condition](self) if condition else self.going):
                continue
            if name in self.between:
                self.between[name]()
            self.names.append(name)
            if "run" in step and step.get("id") != "install":
                self._run(step)

    @property
    def going(self) -> bool:
        return self.code == 0

    @property
    def changed(self) -> str:
        return self.outputs.get("changed", "")

    def _run(self, step: Mapping[str, Any]) -> None:
        result, summary = self.files / "result", self.files / "summary"
        result.write_text("")
        summary.touch()
        done = self.origin.run(
            step["run"],
            self.place,
            GITHUB_OUTPUT=str(result),
            GITHUB_STEP_SUMMARY=str(summary),
            GITHUB_ENV=str(self.files / "env"),
            GITHUB_ACTION_PATH=str(ROOT),
            GITHUB_SERVER_URL="https://github.example",
            GITHUB_REPOSITORY="desk/visits",
            GITHUB_RUN_ID="7",
            RUNNER_TEMP=str(self.files),
            **{name: self._valued(value) for name, value in step.get("env", {}).items()},
        )
        self.said += done.stdout + done.stderr
        self.summary = summary.read_text(encoding="utf-8")
        self.code = self.code or done.returncode
        if "id" in step:
            self.outcomes[step["id"]] = "failure" if done.returncode else "success"
            lines = result.read_text().splitlines()
            self.outputs |= dict(line.split("=", 1) for line in lines)

    def _valued(self, text: str) -> str:
        return re.sub(
            r"\$\{\{ (\w+)\.([\w.-]+) \}\}",
            lambda found: (
                self.inputs[found[2]] if found[1] == "inputs" else f"https://{found[2]}.example"
            ),
            text,
        )


@dataclass
class Gitlab:
    """One run of the GitLab job in a fresh clone."""

    origin: Origin
    first: bool = False

    def __post_init__(self) -> None:
        job = GITLAB["regenerate"]
        install, *script = job["script"]
        assert install.startswith("pip install ")
        self.place = self.origin.clone()
        given = {
            "BRIEFING_FIRST_RUN": "true" if self.first else "false",
            "BRIEFING_STATE_REMOTE": f"file://{self.origin.bare}",
            "BRIEFING_BUILD_OPTIONS": "--to docx",
        }
        variables = {**job["variables"], **given, "CI_JOB_URL": "https://gitlab.example/jobs/7"}
        done = self.origin.run("\n".join(script), self.place, **variables)
        after = self.origin.run("\n".join(job["after_script"]), self.place, **variables)
        self.code, self.said = done.returncode, done.stdout + done.stderr + after.stderr
        summary, result = self.place / "summary.md", self.place / "result.txt"
        self.summary = summary.read_text(encoding="utf-8") if summary.exists() else ""
        told = result.read_text() if result.exists() else ""
        self.changed = told.strip().removeprefix("changed=")
        artifacts = [self.place / name for name in job["artifacts"]["paths"]]
        self.artifacts = {each.name for each in artifacts if each.exists()}
