"""The state folder on a branch of a git repository: fetched whole, pushed only over what was fetched.

Bytes travel as they are: no attribute or setting of git that changes a file's content applies. The
working tree, the index and the branches of the clone are not touched.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from briefing.editions import files
from briefing.errors import Diagnostic, Place, StateError, WriteError

LEDGER = "deliveries.sqlite"
_CACHE = ".cache"  # in the state folder: locks, and what was restored; not kept
_NOTE = f"{_CACHE}/restored"
_NONE = "none"  # what is noted where the branch is still to be made
_FETCHED = "refs/briefing/state"
_PAUSES_S = (2.0, 5.0, 15.0)
_ABSENT = 2  # of `git ls-remote --exit-code`: it answered, and there is no such branch


class _GitError(Exception):
    """What git said when it failed, and its exit code."""

    def __init__(self, said: str, code: int) -> None:
        super().__init__(said)
        self.code = code


@dataclass(frozen=True, slots=True)
class StateBranch:
    """One state folder and the branch of `remote` (a name or an address) that keeps it."""

    folder: Path
    remote: str = "origin"
    branch: str = "briefing-state"
    sleep: Callable[[float], None] = field(default=lambda _: None, repr=False)

    def restore(self, *, first: bool = False) -> bool:
        """Make the folder what the branch has. False if there is no branch, which only `first` allows.

        Raises StateError, also where the folder has something that the branch never had.
        """
        try:
            self._refuse_loss()
            commit = self._on_remote()
            if commit is None:
                if not first:
                    raise self._missing()
                files.make(self.folder)
            else:
                self._fetch(commit)
                self._lay_out(commit)
            self._note(commit or _NONE)
        except _GitError as fault:
            raise self._fault(f"cannot be restored: {fault}") from None
        except OSError as error:
            raise WriteError([files.failure(self.folder, error)]) from error
        return commit is not None

    def save(self, message: str, *, ledger: Path | None = None) -> bool:
        """Make the branch what the folder has; False if it is that already.

        With `ledger`, that file takes the place of the folder's own ledger. Raises StateError if
        another run has saved since this one restored: nothing of that is lost, nothing overwritten.
        """
        base = self._base()
        if base is None:
            hint = "briefing state restore comes first"
            raise self._fault("was not restored from a branch, so it cannot be saved to one", hint)
        try:
            instead = {LEDGER: ledger} if ledger and ledger.exists() else {}
            tree = self._tree(instead)
            if tree == self._tree_of(base):
                return False
            parent = [] if base == _NONE else ["-p", base]
            commit = _git("commit-tree", tree, *parent, "-m", message).decode().strip()
            self._push(commit, base)
            self._note(commit)
        except _GitError as fault:
            raise self._fault(f"cannot be saved: {fault}") from None
        except OSError as error:
            raise WriteError([files.failure(self.folder, error)]) from error
        return True

    # ------------------------------------------------------------------------- the other side

    def _on_remote(self) -> str | None:
        """The commit that the branch is at, or None if there is no such branch."""
        ref = f"refs/heads/{self.branch}"
        try:
            told = _git("ls-remote", "--exit-code", self.remote, ref).decode()
        except _GitError as fault:
            if fault.code == _ABSENT:
                return None
            raise
        return told.split()[0]

    def _fetch(self, commit: str) -> None:
        shallow = _git("rev-parse", "--is-shallow-repository").strip() == b"true"
        depth = ["--depth=1"] if shallow else []
        ref = f"+refs/heads/{self.branch}:{_FETCHED}"
        _git("fetch", "--quiet", "--no-tags", *depth, self.remote, ref)
        found = _git("rev-parse", _FETCHED).decode().strip()
        if found != commit:
            raise _GitError("another run saved at this moment", 1)

    def _push(self, commit: str, base: str) -> None:
        """Push, tried again while nobody else has pushed; an answer that was lost is looked up."""
        for pause_s in (*_PAUSES_S, None):
            try:
                target = f"{commit}:refs/heads/{self.branch}"
                _git("push", "--quiet", "--no-verify", self.remote, target)
            except _GitError as fault:
                there = self._is_now(otherwise=base)
                if there == commit:
                    return
                if there != base:
                    raise self._conflict() from None
                if pause_s is None:
                    raise fault from None
                self.sleep(pause_s)
            else:
                return

    def _is_now(self, *, otherwise: str) -> str:
        try:
            return self._on_remote() or _NONE
        except _GitError:
            return otherwise

    # ------------------------------------------------------------------------------ this side

    def _base(self) -> str | None:
        """The commit that the folder was restored from, or last saved as; None: neither."""
        content = files.content(self.folder / _NOTE)
        return content.decode("ascii", "replace").strip() if content else None

    def _note(self, commit: str) -> None:
        files.make(self.folder / _CACHE)
        files.put(self.folder / _NOTE, f"{commit}\n".encode())

    def _refuse_loss(self) -> None:
        """An error if the folder has what no branch has: restoring would lose it."""
        if not self._kept():
            return
        base = self._base()
        if base is None or self._tree({}) != self._tree_of(base):
            message = "has editions or deliveries that were not saved to the branch"
            raise self._fault(message, "save them (briefing state save), or move the folder away")

    def _kept(self) -> dict[str, Path]:
        """The files to keep, by their path in the folder: all but locks and what is noted here."""
        found = {}
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if path.is_file() and not name.startswith(f"{_CACHE}/") and path.suffix != ".lock":
                found[name] = path
        return found

    def _tree(self, instead: Mapping[str, Path]) -> str:
        """The folder as a tree of git."""
        kept = {**self._kept(), **instead}
        if instead:  # what SQLite left beside the ledger is that one's alone
            kept = {name: p for name, p in kept.items() if not name.startswith(f"{LEDGER}-")}
        paths = "".join(f"{path.absolute()}\n" for path in kept.values()).encode()
        told = _git("hash-object", "-w", "--no-filters", "--stdin-paths", given=paths)
        blobs = told.decode().split()
        lines = [f"100644 {blob}\t{name}" for blob, name in zip(blobs, kept, strict=True)]
        with tempfile.TemporaryDirectory() as away:
            index = {"GIT_INDEX_FILE": str(Path(away, "index"))}
            entries = "".join(f"{line}\0" for line in lines).encode()
            _git("update-index", "-z", "--index-info", given=entries, more=index)
            return _git("write-tree", more=index).decode().strip()

    def _tree_of(self, commit: str) -> str:
        if commit == _NONE:
            return _git("hash-object", "-t", "tree", "--stdin").decode().strip()
        return _git("rev-parse", "--verify", f"{commit}^{{tree}}").decode().strip()

    def _lay_out(self, commit: str) -> None:
        """The commit's files as the folder, in place of what is there."""
        ready = files.new(self.folder)
        files.remove(ready)
        files.make(ready)
        listed = _git("ls-tree", "-r", "-z", "--full-tree", commit).decode()
        blobs = {}
        for entry in filter(None, listed.split("\0")):
            about, _, name = entry.partition("\t")
            mode, _, blob = about.split()
            if mode != "100644" or ".." in PurePosixPath(name).parts:
                raise _GitError(f"{self.branch} has {name}, which no run has saved", 1)
            blobs[name] = blob
        for name, content in zip(blobs, _contents(blobs.values()), strict=True):
            files.make((ready / name).parent)
            files.write(ready / name, content)
        files.remove(self.folder)
        files.replace(ready, self.folder)

    # -------------------------------------------------------------------------------- faults

    def _missing(self) -> StateError:
        message = f"there is no branch {self.branch} at {_bare(self.remote)}"
        hint = "the first time, say so with --first-run; else put the branch back before anything is sent"
        return self._fault(message, hint)

    def _conflict(self) -> StateError:
        message = f"another run has saved to {self.branch} since this one restored it"
        hint = (
            "nothing was overwritten; run again, so that this run starts from what the other left"
        )
        return self._fault(message, hint)

    def _fault(self, message: str, hint: str = "") -> StateError:
        return StateError([Diagnostic(Place(self.folder.as_posix()), "", message, hint)])


def _git(*arguments: str, given: bytes = b"", more: Mapping[str, str] | None = None) -> bytes:
    """What git prints. Raises _GitError."""
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", **(more or {})}
    for role in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{role}_NAME": "briefing", f"GIT_{role}_EMAIL": "briefing@localhost"}
    try:
        done = subprocess.run(
            ["git", *arguments], input=given, capture_output=True, check=False, env=environment
        )
    except FileNotFoundError:
        raise _GitError("git is not installed", 127) from None
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())
        raise _GitError(_bare(said) or f"git {arguments[0]} failed", done.returncode)
    return done.stdout


def _contents(blobs: Iterable[str]) -> Iterator[bytes]:
    """The bytes of several blobs, in their order."""
    asked = "".join(f"{blob}\n" for blob in blobs).encode()
    told = _git("cat-file", "--batch", given=asked)
    start = 0
    while start < len(told):
        end = told.index(b"\n", start)
        size = int(told[start:end].split()[2])
        yield told[end + 1 : end + 1 + size]
        start = end + 1 + size + 1


def _bare(text: str) -> str:
    """Without the login in an address."""
    return re.sub(r"://[^/@\s]+@", "://", text)
