from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from components.traffic.steps import (
    GRACE,
    Standing,
    Step,
    in_force,
    moved,
    readable,
    share_of,
    skipped,
    standings,
    step_faults,
)

A, B = "jakarta-aws", "jakarta-alicloud"
HERE = {A: 100, B: 0}
FIVE = tuple(
    Step(date=f"2027-01-{day}", shares={A: 100 - share, B: share})
    for day, share in ((11, 5), (13, 25), (18, 50), (20, 75), (25, 100))
)

IN_ORDER = "put the steps into the order of their days, one a day at most"


def told(steps=FIVE, step=0, *, beginning=HERE, weights=True, **options):
    return [str(fault) for fault in step_faults(beginning, steps, step, weights=weights, **options)]


def test_five_steps_of_a_quarter_at_most_have_no_fault():
    assert told() == []
    assert [moved(in_force(HERE, FIVE, at - 1), in_force(HERE, FIVE, at)) for at in range(1, 6)] == [5, 20, 25, 25, 25]


def test_a_point_counts_and_a_site_that_is_not_named_has_no_weight():
    assert moved({A: 50, B: 50}, {A: 51, B: 49}) == moved({B: 1}, {A: 1}) == 1


def test_a_step_before_the_first_and_two_on_one_day_are_told():
    again = (FIVE[0], Step(date=FIVE[0].date, shares=FIVE[1].shares))
    assert told(again, -1) == [
        "step: -1, expected 0 to 2, the number of a step, 0 for none; fix: write 0",
        f'steps.1.date: "2027-01-11", expected a day after 2027-01-11, which the step before has; fix: {IN_ORDER}',
    ]


def test_what_no_step_may_be():
    steps = (
        Step(date="2027-01-13", shares={A: 60, B: 30}),
        Step(date="2027-01-11", shares={A: 60, B: 40}),
        Step(date="2027-01-18", shares={A: 60, B: 40}),
        Step(date="2027-01-20", shares={A: 0, B: 100}),
    )
    assert told(steps, 7) == [
        "step: 7, expected 0 to 4, the number of a step, 0 for none; fix: write 4",
        f'steps.1.date: "2027-01-11", expected a day after 2027-01-13, which the step before has; fix: {IN_ORDER}',
        "steps.0.weights: shares of 90 in sum, expected shares that sum to 100; fix: raise one by 10",
        "steps.2.weights: what step 2 already says, expected a step that moves something; fix: remove it",
        "steps.3.weights: 60 points in one step, expected 30 at most; fix: put a step between, or write at_most: 60%",
    ]


def test_a_first_step_is_held_to_what_stands_before_it():
    assert told((Step(date="2027-01-11", shares=HERE),)) == [
        "steps.0.weights: what holds before the first step, expected a step that moves something; fix: remove it"
    ]
    assert told(FIVE[2:]) == [
        "steps.0.weights: 50 points in one step, expected 30 at most; fix: put a step between, or write at_most: 50%"
    ]
    assert told(FIVE[2:], at_most=50) == []


def test_capacity_that_goes_at_one_site_needs_no_other_that_gains_it():
    steps = tuple(Step(date=f"2027-02-{day:02}", shares={A: share}) for day, share in ((1, 50), (8, 0)))
    assert told(steps, beginning={}, weights=False, at_most=50) == []
    assert told(steps, beginning={}, weights=False) == [
        "steps.0.capacity: 50 points in one step, expected 30 at most; fix: put a step between, or write at_most: 50%",
        "steps.1.capacity: 50 points in one step, expected 30 at most; fix: put a step between, or write at_most: 50%",
    ]


def test_how_steps_stand_follows_from_the_day_and_from_what_the_file_says():
    assert standings(FIVE, 1) == ["in force", "next", "ahead", "ahead", "ahead"]
    assert standings(FIVE, 2, date(2027, 1, 12)) == ["taken", "taken before its day", "next", "ahead", "ahead"]
    assert standings(FIVE, 2, date(2027, 1, 17)) == ["taken", "in force", "next", "ahead", "ahead"]
    assert standings(FIVE, 2, date(2027, 1, 20)) == ["taken", "in force", "due", "due", "ahead"]
    assert standings(FIVE, 2, FIVE[2].day + GRACE) == ["taken", "in force", "overdue", "due", "due"]
    assert standings(FIVE, 0, date(2027, 1, 11))[0] is Standing.DUE


def test_the_way_back_may_leave_out_every_step_and_the_way_on_none():
    assert [list(skipped(*each)) for each in ((1, 2), (1, 4), (4, 0), (2, 2))] == [[], [2, 3], [], []]


def test_what_a_site_keeps_is_rounded_up():
    assert [share_of(7, share) for share in (100, 50, 1, 0)] == [7, 4, 1, 0]
    assert readable("2027-02-30") is None


@st.composite
def plans(draw):
    """Weights of two to four sites, 100 together, at every step of up to six that move something."""
    sites = [f"site-{letter}" for letter in "abcd"[: draw(st.integers(2, 4))]]

    def shares():
        cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=len(sites) - 1, max_size=len(sites) - 1)))
        return dict(zip(sites, [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)], strict=True))

    found = [shares()]
    for _ in range(draw(st.integers(1, 6))):
        after = shares()
        if after != found[-1]:
            found.append(after)
    steps = tuple(
        Step(date=(date(2027, 1, 1) + timedelta(days=3 * at)).isoformat(), shares=each) for at, each in enumerate(found[1:])
    )
    return found[0], steps


@given(plans(), st.integers(0, 7))
def test_at_every_step_weights_are_100_and_no_step_moves_more_than_is_said(plan, step):
    beginning, steps = plan
    points = [moved(before, after.shares) for before, after in zip([beginning, *(s.shares for s in steps)], steps, strict=False)]
    most = max(points, default=1)
    assert sum(in_force(beginning, steps, min(step, len(steps))).values()) == 100
    assert not list(step_faults(beginning, steps, min(step, len(steps)), weights=True, at_most=most))
    refused = list(step_faults(beginning, steps, 0, weights=True, at_most=most - 1))
    assert {fault.field for fault in refused} == {f"steps.{at}.weights" for at, each in enumerate(points) if each == most}


@given(plans(), st.integers(0, 6), st.integers(-5, 40))
def test_every_step_stands_in_one_way_and_the_way_back_undoes_the_way_on(plan, step, days):
    beginning, steps = plan
    step = min(step, len(steps))
    today = date(2027, 1, 1) + timedelta(days=days)
    found = standings(steps, step, today)
    for number, (each, stands) in enumerate(zip(steps, found, strict=True), start=1):
        assert (number <= step) == (stands in {Standing.TAKEN, Standing.IN_FORCE, Standing.EARLY})
        assert (stands in {Standing.DUE, Standing.OVERDUE}) == (number > step and today >= each.day)
        assert (stands is Standing.EARLY) == (number <= step and today < each.day)
    for at, each in enumerate(steps):
        before = in_force(beginning, steps, at)
        assert moved(before, each.shares) == moved(each.shares, before)
