"""Which results count, without a tool: choices, waivers, baselines, the bar."""

import datetime

import pytest

from hdl_agent.finding import Finding, Place, Severity
from hdl_agent.ladder.baseline import baseline_of, hide_known
from hdl_agent.ladder.choice import Choice, UnknownName, check_names
from hdl_agent.ladder.result import FailOn, Part, Result, Suppression, counts
from hdl_agent.ladder.waivers import Waiver, remark, waive

DAY = datetime.date(2026, 5, 1)


def result(
    part: Part = Part.RULE, severity: Severity = Severity.MEDIUM, line: int = 1, text: str = "x"
) -> Result:
    place = Place(file="rtl/a.v", line=line)
    finding = Finding(rule="r-one", severity=severity, message="key leaks", place=place, text=text)
    return Result(part=part, finding=finding)


@pytest.mark.parametrize(
    ("one", "least"),
    [
        (result(severity=Severity.HIGH), FailOn.HIGH),
        (result(severity=Severity.MEDIUM), FailOn.MEDIUM),
        (result(severity=Severity.LOW), FailOn.LOW),
        (result(part=Part.LINT, severity=Severity.LOW), FailOn.WARNING),
        (result(part=Part.COMPILE, severity=Severity.HIGH), FailOn.NEVER),
        (result(part=Part.INTEGRITY, severity=Severity.HIGH), FailOn.NEVER),
    ],
)
def test_what_counts_depends_on_the_bar(one: Result, least: FailOn) -> None:
    order = list(FailOn)
    counted = [bar for bar in FailOn if counts(one, bar)]
    assert counted == order[order.index(least) :]


def test_what_is_suppressed_does_not_count() -> None:
    accepted = result().model_copy(update={"suppressed": Suppression(by="waiver", reason="so")})
    assert not counts(accepted, FailOn.WARNING)


def test_a_choice_takes_ids_and_their_beginnings() -> None:
    assert Choice().takes("fsm-trap-state")
    assert Choice(select=("fsm-",)).takes("fsm-trap-state")
    assert not Choice(select=("fsm-",)).takes("lint-width-trunc")
    assert not Choice(select=("fsm-",), ignore=("fsm-trap",)).takes("fsm-trap-state")
    assert Choice(ignore=("fsm-trap",)).takes("fsm-no-default")


def test_a_choice_of_nothing_is_refused() -> None:
    for word in ("fsm-", "lint-", "lint-width", "my_property", "my_"):
        check_names(Choice(select=(word,)), ["my_property"])
        check_names(Choice(ignore=(word,)), ["my_property"])
    for word in ("fms-", "linty", "your_property"):
        with pytest.raises(UnknownName, match=word):
            check_names(Choice(select=(word,)), ["my_property"])


@pytest.mark.parametrize(
    ("more", "fits"),
    [
        ({}, True),
        ({"path": "rtl/*"}, True),
        ({"path": "*.v"}, True),
        ({"path": "a.v"}, False),
        ({"rule": "r-*"}, True),
        ({"rule": "r"}, False),
        ({"message": "leak"}, True),
        ({"message": "^leak"}, False),
        ({"expires": DAY}, True),
        ({"expires": DAY - datetime.timedelta(days=1)}, False),
    ],
)
def test_a_waiver_fits_what_it_says(more: dict[str, object], fits: bool) -> None:
    fields = {"rule": "r-one", "path": "rtl/a.v", "reason": "so"} | more
    waiver = Waiver.model_validate(fields)
    (one,) = waive([result()], [waiver], DAY)
    assert bool(one.suppressed) == fits
    assert bool(remark(waiver, [result()], DAY)) != fits


def test_a_waiver_never_fits_a_design_that_cannot_be_read() -> None:
    waiver = Waiver(rule="*", path="*", reason="so")
    (one,) = waive([result(part=Part.COMPILE)], [waiver], DAY)
    assert one.suppressed is None


def test_a_baseline_counts_twins_and_keeps_designs_apart() -> None:
    old = [result(line=4), result(part=Part.COMPILE, line=9, text="y")]
    baseline = baseline_of([("a", old)])
    assert len(baseline.findings) == 1  # nothing hides a design that cannot be read
    moved, twin = hide_known("a", [result(line=40), result(line=41)], baseline)
    assert moved.suppressed is not None
    assert twin.suppressed is None
    (other_text,) = hide_known("a", [result(text="z")], baseline)
    (other_design,) = hide_known("b", [result()], baseline)
    assert other_text.suppressed is None
    assert other_design.suppressed is None


def test_a_waived_finding_is_not_written_to_a_baseline() -> None:
    waiver = Waiver(rule="r-one", path="*", reason="so")
    assert not baseline_of([("a", waive([result()], [waiver], DAY))]).findings
