"""Clearance: a brief is cleared for the content that somebody saw, and for no other."""

from __future__ import annotations

from datetime import date

import pytest
from any_visit import visits
from hypothesis import HealthCheck, given, settings

from briefing.facts.clearance import NO_CONTENT, content, standing
from briefing.facts.model import Brief, Cleared, Visit
from briefing.load.dump import dump

HASH = "ab12cd34" + "0" * 56


def cleared(fingerprint: str) -> Brief:
    by = Cleared(by="the desk", on=date(2025, 11, 28), content=fingerprint)
    return Brief(as_of=date(2025, 11, 27), cleared=by)


def test_without_a_procedure_a_brief_is_final_or_a_draft_as_it_says() -> None:
    assert standing(Brief(as_of=date(2025, 11, 27)), HASH) == "final"
    assert standing(Brief(as_of=date(2025, 11, 27), status="draft"), HASH) == "draft"


@pytest.mark.parametrize("fingerprint", ["ab12 cd34", "AB12CD34", "ab12 cd34 0000", HASH])
def test_cleared_is_what_begins_with_the_fingerprint(fingerprint: str) -> None:
    assert standing(cleared(fingerprint), HASH) == "cleared"


@pytest.mark.parametrize("fingerprint", ["ab12 cd35", "0000 0000", HASH[:-1] + "1"])
def test_for_other_content_the_clearance_has_lapsed(fingerprint: str) -> None:
    assert standing(cleared(fingerprint), HASH) == "lapsed"


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=visits())
def test_clearing_is_no_change_of_content(made: Visit) -> None:
    bare = content(made)
    changed = {name: getattr(bare.brief, name) for name in NO_CONTENT}
    assert changed == {"status": "final", "cleared": None, "reviewed": None}
    assert made.brief.model_copy(update=changed) == bare.brief
    assert dump(content(bare)) == dump(bare)
