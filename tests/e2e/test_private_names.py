"""The private names of an account outlive each of its sites."""

from __future__ import annotations

import simulator
from checks.trial import Trial
from tests.evolution.cases import AMBON
from tests.evolution.environment import NAMES, NARROW, SITES, STACK, edited, file
from tests.evolution.runner import ROOT
from tests.support.preloaded import preloaded

NETWORKS = edited(NARROW[: NARROW.index("    clusters:\n")], {SITES: f"{NAMES}{SITES}", "      batam:\n": f"{AMBON}      batam:\n"})
JAKARTA = NETWORKS[NETWORKS.index("      jakarta:\n") : NETWORKS.index("      ambon:\n")]


def test_the_first_site_of_an_account_goes_and_its_private_names_stay():
    left = edited(NETWORKS, {JAKARTA: ""})
    with preloaded(), Trial(ROOT, STACK, providers=simulator.providers, plant=simulator.plant) as trial:
        trial.up(file(NETWORKS))
        named = {change.name: change.kind for change in trial.plan(file(left)).changes if ":route53/" in change.type}
        assert named == {"private-dns-aws-222233334444-zone": "updated"}
        trial.up(file(left))
        assert trial.plan(file(left)).changes == ()
