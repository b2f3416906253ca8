"""The wheel is whole: installed on its own, away from the checkout, it writes a brief."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent


def done(*command: str | Path, cwd: Path, **environment: str) -> str:
    run = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        check=False,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made offline by the build backend that is in the test environment."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index")
    done(*pip, "--no-build-isolation", "--wheel-dir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("briefing-*.whl")
    return built


def test_the_wheel_carries_templates_themes_and_fonts_with_their_licences(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("templates", "assets/ci", "assets/themes", "assets/fonts"):
        shipped = {
            f"briefing/{file.relative_to(ROOT).as_posix()}"
            for file in (ROOT / folder).rglob("*")
            if file.is_file() and not file.name.startswith(".") and "__pycache__" not in file.parts
        }
        assert shipped
        assert shipped <= names
    assert not [name for name in names if name.startswith(("tests", "visits", "output"))]
    licences = {Path(name).name for name in names if "/licenses/" in name}
    assert {"LICENSE", "SourceSans3-LICENSE.txt", "SourceSerif4-LICENSE.txt"} <= licences


def test_the_wheel_works_in_an_environment_of_its_own(wheel: Path, tmp_path: Path) -> None:
    """Its dependencies are those of the test environment; the package is the wheel's alone."""
    env = tmp_path / "env"
    venv.create(env, with_pip=False)
    scripts = sysconfig.get_path("scripts", vars={"base": str(env)})
    site = sysconfig.get_path("purelib", vars={"base": str(env)})
    Path(site, "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    python = str(next(Path(scripts).glob("python*")))
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet")
    done(*pip, "--no-deps", "--no-index", "--no-warn-script-location", wheel, cwd=tmp_path)

    work = tmp_path / "Schreibtisch für Besuche"
    work.mkdir()
    where = "import briefing; print(briefing.__file__)"
    assert str(env) in done(python, "-c", where, cwd=work, PYTHONPATH="")
    briefing = str(next(Path(scripts).glob("briefing*")))
    done(briefing, "new", "visits/example", cwd=work, PYTHONPATH="")
    done(briefing, "check", "visits/example", "--strict", cwd=work, PYTHONPATH="")
    done(briefing, "build", "visits/example", "--to", "docx,pdf,text", cwd=work, PYTHONPATH="")
    built = {file.name for file in (work / "output/example").iterdir()}
    assert {"brief.docx", "brief.pdf", "brief.txt"} <= built
    explained = done(
        briefing, "explain", "output/example/brief.docx", "2.3", cwd=work, PYTHONPATH=""
    )
    assert explained.startswith("D01: ")


def pins(name: str) -> dict[str, str]:
    """The versions that a lock file holds, by package."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ")[0].split("==") for line in lines if line[:1].isalnum())


def test_a_version_is_the_same_in_both_lock_files() -> None:
    ours, everything = pins("requirements.lock"), pins("requirements-dev.lock")
    assert ours.items() < everything.items()


def test_every_dependency_is_locked_within_its_range() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    locked = pins("requirements.lock")
    for dependency in map(Requirement, project["project"]["dependencies"]):
        assert dependency.specifier.contains(locked[dependency.name]), "run: make lock"


def test_a_brief_is_built_again_when_any_dependency_has_another_version() -> None:
    from briefing.editions.inputs import DISTRIBUTIONS

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = {
        Requirement(each).name.replace("-", "_") for each in project["project"]["dependencies"]
    }
    assert set(DISTRIBUTIONS) == named | {"numpy"}, "numpy: matplotlib's paths are its arrays"
