"""The runbook of docs/migration.md, rehearsed: a workload moves from one cloud to the other in five steps, and back in one.

The program is this repository's but for the sites, of which the names of load balancers are all that moving requests needs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import simulator
from checks.evolution import Evolution, judged
from checks.plan import Kind, Plan
from checks.stackfile import StackFile
from checks.trial import Trial
from engine.properties import unwrap
from tests.evolution.environment import DIGEST, NARROW, STACK, file
from tests.support.preloaded import preloaded

DAYS = ((11, 5), (13, 25), (18, 50), (20, 75), (25, 100))
"""The days of January 2027, and what the new site is sent on each of them."""
STEPS = "".join(f'          - {{date: "2027-01-{day}", weights: {{jakarta: {100 - to}, batam: {to}}}}}\n' for day, to in DAYS)
SHOP = f"""\
{NARROW[: NARROW.index("    fleets:")]}    workloads:
      storefront:
        {{cluster: main, sites: all, namespace: shop, replicas: {{min: 2, max: 20}},
         expose: {{host: www.shop.example, aliases: ["*.www.shop.example"]}}}}
    public_dns: {{}}
    traffic:
      www: {{to: storefront, weights: {{jakarta: 100, batam: 0}}}}
    migrations:
      www-to-batam:
        traffic: www
        step: 0
        steps:
{STEPS}"""
PROGRAM = """\
from types import SimpleNamespace

import pulumi

from stacks.environment import load
from stacks.topology import Topology


class Joined(Topology):
    def _site(self, name):
        storefront = SimpleNamespace(front=pulumi.Output.from_input(f"{name}.balancers.example"))
        return SimpleNamespace(workloads={"main": {"storefront": storefront}}, load_balancers={}, outputs={})


Joined(load())
"""


def at(step: int) -> StackFile:
    """The environment at a step: one line of it is another."""
    return told(SHOP.replace("step: 0\n", f"step: {step}\n"))


def told(text: str) -> StackFile:
    return replace(file(text), beside={f"releases/{STACK}.yaml": f"storefront: shop/storefront{DIGEST}\n".encode()})


def test_five_steps_and_back_replace_nothing_and_share_out_all_requests(tmp_path):
    (tmp_path / "Pulumi.yaml").write_text("name: nusantara\nruntime: python\nstackConfigDir: stacks\n")
    (tmp_path / "__main__.py").write_text(PROGRAM)
    with preloaded(), Trial(tmp_path, STACK, providers=simulator.providers, plant=simulator.plant) as trial:
        assert shared(trial.up(at(0))) == {"jakarta": 100}
        for step, (day, to) in enumerate(DAYS, start=1):
            previewed = judged(trial.plan(at(step)), at=datetime(2027, 1, day, 2, tzinfo=UTC))
            assert_moves_requests_alone(previewed)
            assert shared(trial.up(at(step))) == {site: share for site, share in (("jakarta", 100 - to), ("batam", to)) if share}
        skipping = judged(trial.plan(told(SHOP[: SHOP.index("    migrations:")])))
        assert [finding.rule for finding in skipping.refused] == ["migration-step"], "its weights are written nowhere else yet"
        back = judged(trial.plan(at(0)), at=datetime(2027, 1, 26, tzinfo=UTC))
        assert_moves_requests_alone(back)
        assert shared(trial.up(at(0))) == {"jakarta": 100}


def assert_moves_requests_alone(evolution: Evolution) -> None:
    """Nothing is refused and nothing replaced; what changes is what the name is answered by, and no site's."""
    assert evolution.refused == evolution.of(Kind.REPLACED) == ()
    assert {change.name.rpartition("-join-")[0] or change.name for change in evolution.plan.changes} <= {
        "traffic-www", "traffic-www-jakarta", "traffic-www-batam"
    }  # fmt: skip


def shared(plan: Plan) -> dict[str, int]:
    """What each site is sent by Route 53, which is what GTM sends it; 100 together."""
    asked = {each.urn: unwrap(dict(each.inputs)) for each in plan.asked}
    by_route53 = dict(_weighted(asked))
    (run,) = (json.loads(told["parameters"]) for urn, told in asked.items() if "oos/execution:" in urn)
    assert sorted(each["WeightValue"] for each in run["Addresses0"]) == sorted(by_route53.values())
    assert sum(by_route53.values()) == 100
    return by_route53


def _weighted(asked: dict[str, dict[str, Any]]) -> Iterator[tuple[str, int]]:
    for told in asked.values():
        for policy in told.get("weightedRoutingPolicies") or ():
            yield told["setIdentifier"], int(policy["weight"])
