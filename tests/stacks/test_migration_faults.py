"""Migrations: the faults that an environment's file can have."""

from __future__ import annotations

import pytest

from faults import FaultError
from tests.stacks.conftest import edited, source

SITES = "    sites:\n"
STOREFRONT = "storefront: {cluster: main, sites: all, replicas: {min: 2, max: 4}}"
EXPOSED = STOREFRONT.replace("max: 4}}", 'max: 4}, expose: {host: www.shop.example, aliases: ["*.www.shop.example"]}}')
WWW = "www: {to: storefront, weights: {jakarta: 100, batam: 0}}"
FIVE = """
          - {date: "2027-01-11", weights: {jakarta: 95, batam: 5}}
          - {date: "2027-01-13", weights: {jakarta: 75, batam: 25}}
          - {date: "2027-01-18", weights: {jakarta: 50, batam: 50}}
          - {date: "2027-01-20", weights: {jakarta: 25, batam: 75}}
          - {date: "2027-01-25", weights: {jakarta: 0, batam: 100}}
"""


def moving(steps=FIVE, *, what="traffic: www", more="", www=WWW, others=""):
    """The edit that has something move: what moves stands in line 12, `more` in 13, the first step in the line after `steps:`."""
    migration = f"      moves:\n        {what}\n{more}        steps:{steps}"
    dns = f"    public_dns: {{}}\n    traffic:\n      {www}\n    migrations:\n"
    return {SITES: f"{dns}{migration}{others}{SITES}", STOREFRONT: EXPOSED}


def step(weights, date="2027-01-11"):
    return f'\n          - {{date: "{date}", weights: {{{weights}}}}}\n'


def drain(capacity, date="2027-02-01"):
    return f'\n          - {{date: "{date}", capacity: {{{capacity}}}}}\n'


CASES = {
    "a name that there is not": (
        moving(what="traffic: wwww"),
        [
            '12:9 migrations.moves.traffic: "wwww", expected a name of traffic: www; fix: write www',
        ],
    ),
    "nothing that moves": (
        moving(what="step: 0"),
        [
            "11:7 migrations.moves: nothing that moves, expected traffic, fleet, workload or cluster; fix: name what moves",
        ],
    ),
    "two things that move": (
        moving(what="traffic: www", more="        fleet: transcoder\n"),
        [
            "11:7 migrations.moves: traffic and fleet, expected traffic, fleet, workload or cluster; fix: write a migration for each",
        ],
    ),
    "a workload that there is not": (
        moving(drain("jakarta: 70%"), what="workload: shop"),
        [
            '12:9 migrations.moves.workload: "shop", expected a name of workloads: storefront; fix: remove the migration, or declare it',
        ],
    ),
    "a step out of range": (
        moving(more="        step: 6\n"),
        [
            "13:9 migrations.moves.step: 6, expected 0 to 5, the number of a step, 0 for none; fix: write 5",
        ],
    ),
    "weights that are not 100 together": (
        moving(step("jakarta: 80, batam: 10")),
        [
            "14:34 migrations.moves.steps[0].weights: shares of 90 in sum, expected shares that sum to 100; fix: raise one by 10",
        ],
    ),
    "weights of nothing": (
        moving(step("jakarta: 0, batam: 0")),
        [
            "14:34 migrations.moves.steps[0].weights: shares of 0 in sum, expected shares that sum to 100; fix: give one of them a share at least",
        ],
    ),
    "a site that there is not": (
        moving(step("jakarta: 95, batm: 5")),
        [
            '14:57 migrations.moves.steps[0].weights.batm: the site "batm", expected a site of www: jakarta or batam; fix: write batam',
        ],
    ),
    "a date that does not rise": (
        moving(FIVE.replace("2027-01-18", "2027-01-12")),
        [
            '16:14 migrations.moves.steps[2].date: "2027-01-12", expected a day after 2027-01-13, which the step before has; fix: put the steps into the order of their days, one a day at most',
        ],
    ),
    "no date": (
        moving(step("jakarta: 95, batam: 5", "2027-02-30")),
        [
            '14:14 migrations.moves.steps[0].date: "2027-02-30", expected a date; fix: write year, month and day, say "2027-03-31"',
        ],
    ),
    "too much at once": (
        moving(step("jakarta: 20, batam: 80")),
        [
            "14:34 migrations.moves.steps[0].weights: 80 points in one step, expected 30 at most; fix: put a step between, or write at_most: 80%",
        ],
    ),
    "a step that moves nothing": (
        moving(step("jakarta: 100, batam: 0")),
        [
            "14:34 migrations.moves.steps[0].weights: what holds before the first step, expected a step that moves something; fix: remove it",
        ],
    ),
    "capacity of a name": (
        moving(drain("jakarta: 70%")),
        [
            "14:34 migrations.moves.steps[0].capacity: capacity, expected weights, what each site is sent of www's requests; fix: write weights: {jakarta: 100}",
        ],
    ),
    "a step that says nothing": (
        moving('\n          - {date: "2027-01-11"}\n'),
        [
            "14:13 migrations.moves.steps[0]: no weights, expected weights, what each site is sent of www's requests; fix: write weights: {jakarta: 100}",
        ],
    ),
    "a weight for a drain": (
        moving(step("jakarta: 95, batam: 5"), what="workload: storefront"),
        [
            "14:34 migrations.moves.steps[0].weights: weights, expected capacity, what a site keeps of storefront; fix: write capacity: {jakarta: 50%}",
        ],
    ),
    "a name without a health check": (
        moving(www=WWW.replace("}}", "}, check: none, failover: manual}")),
        [
            "12:9 migrations.moves.traffic: www, which has check: none, expected a name with a health check, which guards every step; fix: give www a check: its answers then leave a target that fails",
        ],
    ),
    "a name by latency": (
        moving(www="www: {to: storefront, policy: latency}"),
        [
            '9:29 traffic.www.policy: "latency", expected weighted, geo or failover, since Alibaba Cloud\'s DNS serves the zone too and has no latency; fix: write geo, or leave that provider out of public_dns.providers',
            "12:9 migrations.moves.traffic: www, whose policy is latency, expected a name that is answered by weights; fix: write policy: weighted",
        ],
    ),
    "a weight for the fallback": (
        moving(www="www: {to: storefront, weights: {jakarta: 100}, fallback: batam}"),
        [
            "14:57 migrations.moves.steps[0].weights.batam: a weight for batam, the fallback of www, expected a site that answers beside others; fix: name another fallback, or no weight",
            "15:57 migrations.moves.steps[1].weights.batam: a weight for batam, the fallback of www, expected a site that answers beside others; fix: name another fallback, or no weight",
            "16:57 migrations.moves.steps[2].weights.batam: a weight for batam, the fallback of www, expected a site that answers beside others; fix: name another fallback, or no weight",
            "17:57 migrations.moves.steps[3].weights.batam: a weight for batam, the fallback of www, expected a site that answers beside others; fix: name another fallback, or no weight",
            "18:56 migrations.moves.steps[4].weights.batam: a weight for batam, the fallback of www, expected a site that answers beside others; fix: name another fallback, or no weight",
        ],
    ),
    "an alarm of a site that is not there": (
        moving(more="        alarms: {singapore: [errors]}\n"),
        [
            '13:18 migrations.moves.alarms.singapore: the site "singapore", expected a site of www: jakarta or batam; fix: remove it, or add the site there',
        ],
    ),
    "a zone of time that there is not": (
        moving(more="        time_zone: Asia/Jakata\n"),
        [
            '13:9 migrations.moves.time_zone: "Asia/Jakata", expected a time zone of the IANA database; fix: write Asia/Jakarta',
        ],
    ),
    "every site drained": (
        moving(drain("jakarta: 80%, batam: 80%"), what="workload: storefront"),
        [
            "14:34 migrations.moves.steps[0].capacity: 40 points in one step, expected 30 at most; fix: put a step between, or write at_most: 40%",
            "14:34 migrations.moves.steps[0].capacity: every site of storefront drained at once, expected one at least that keeps its whole capacity; fix: leave one out, or remove what nobody needs",
        ],
    ),
    "one thing twice": (
        moving(others="      again:\n        traffic: www\n        steps:" + step("jakarta: 90, batam: 10")),
        [
            "19:7 migrations.again: www a second time, expected each once, and moves moves it; fix: put its steps there, or end that first",
        ],
    ),
    "requests for a site that keeps nothing": (
        moving(
            more="        step: 2\n",
            others="      leaves:\n        cluster: main\n        step: 2\n        at_most: 50%\n        steps:"
            + drain("jakarta: 50%")
            + drain("jakarta: 0%", "2027-02-08").lstrip("\n"),
        ),
        [
            "22:9 migrations.leaves.step: a step that keeps nothing of main in jakarta, and www sends jakarta 75% of its requests, expected a site that is sent nothing; fix: move www first, or write a smaller step",
        ],
    ),
}


def told(edits):
    with pytest.raises(FaultError) as caught:
        source(edited(edits)).read()
    return [str(fault).removeprefix("stacks/Pulumi.test.yaml:") for fault in caught.value.faults]


@pytest.mark.parametrize(("edits", "faults"), CASES.values(), ids=CASES)
def test_every_fault_is_told_at_its_place(edits, faults):
    assert told(edits) == faults


def test_five_steps_have_no_fault_at_any_of_them():
    for step in range(6):
        assert source(edited(moving(more=f"        step: {step}\n"))).read().environment.migrations["moves"].step == step
