"""Names of Alibaba Cloud's GTM, read from a state."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from checks.drill import gtm
from checks.drill.answers import lost_course
from checks.drill.declared import Declarations, Declared
from checks.drill.drill import Drill
from checks.drill.loss import loss_of
from checks.drill.verdict import promises
from tests.support.drilled import SITES, WWW, resource, shop, site, stack

JAKARTA = ("aws", "ap-southeast-3")


def address(of: str, **more: Any) -> Declared:
    inputs = {
        "address": f"{of}.{WWW}",
        "availableMode": "auto",
        "enableStatus": "enable",
        "healthJudgement": "all_ok",
        "healthTasks": [{"templateId": "check", "port": 443}],
        **more,
    }
    return resource(gtm.ADDRESS, f"address-{of}", inputs)


def template(name: str = "check", **more: Any) -> Declared:
    inputs = {"interval": "60", "evaluationCount": 2, "timeout": "5000", "protocol": "https", **more}
    return resource(gtm.TEMPLATE, name, inputs)


def pool(name: str, strategy: str = "weight") -> Declared:
    inputs = {"addressPoolName": name, "addressLbStrategy": strategy, "healthJudgement": "any_ok", "enableStatus": "enable"}
    return resource(gtm.POOL, name, inputs)


def joined(
    pools: dict[str, dict[str, int]], lines: dict[str, list[str]] | None = None, strategy: str = "sequence"
) -> list[Declared]:
    """A name, and the run that puts pools with their addresses behind it."""
    told: dict[str, Any] = {"InstanceId": "gtm-1", "ConfigId": "config-1"}
    told["Pools"] = [
        {"AddressPoolId": name, "SerialNumber": place, "RequestSource": (lines or {}).get(name, ["default"])}
        for place, name in enumerate(pools, 1)
    ]
    for number, (name, inside) in enumerate(pools.items()):
        told[f"Pool{number}"] = name
        told[f"Addresses{number}"] = [
            {"AddressId": f"address-{of}", "SerialNumber": place, "WeightValue": weight}
            for place, (of, weight) in enumerate(inside.items(), 1)
        ]
    config = {
        "scheduleHostName": "www",
        "scheduleZoneName": "shop.example",
        "addressPoolLbStrategy": strategy,
        "sequenceLbStrategyMode": "preemptive",
        "ttl": 60,
        "enableStatus": "enable",
    }
    name = resource(gtm.NAME, "name", config, outputs={"configId": "config-1", "instanceId": "gtm-1"})
    return [name, resource(gtm.RUN, "join", {"parameters": json.dumps(told)})]


def own(of: str) -> Declared:
    """The record of a site's own name, whose value came from the site."""
    inputs = {"domainName": "shop.example", "rr": f"{of}.www", "type": "CNAME", "value": "203.0.113.7"}
    return resource(gtm.RECORD, f"own-{of}", inputs, sources={"value": (site(of),)})


def weighted() -> list[Declared]:
    pools = {"first": {"jakarta-aws": 60, "jakarta-alicloud": 40}, "fallback": {"singapore-aws": 0}}
    return [
        *joined(pools),
        *(pool(name) for name in pools),
        *(each for name in SITES for each in (address(name), own(name))),
        template(),
    ]


def course(declared: Declarations, *failures: tuple[str, str | None]) -> Any:
    (name,) = gtm.names(declared)
    return lost_course(name, loss_of(SITES, failures))


def test_a_lost_site_is_left_out_once_its_check_has_failed_often_enough() -> None:
    found = course(stack(*weighted()), JAKARTA)
    assert found.name == WWW
    assert found.before == {"everybody": {"jakarta-aws": Fraction(3, 5), "jakarta-alicloud": Fraction(2, 5)}}
    assert [(turn.at, turn.together) for turn in found.turns] == [(125, {"jakarta-alicloud": Fraction(1)})]
    assert (found.clear, found.arithmetic) == (185, "60s × 2 checks + 5s of waiting + a TTL of 60s = 185s")


def test_the_second_pool_answers_once_the_first_is_lost() -> None:
    assert course(stack(*weighted()), JAKARTA, ("alicloud", "ap-southeast-5")).after == {"singapore-aws": Fraction(1)}


def test_of_several_checks_the_one_by_which_an_address_turns_counts() -> None:
    tasks = [{"templateId": "check"}, {"templateId": "slow"}]
    for judgement, at in (("all_ok", 125), ("any_ok", 605)):
        declared = [each for each in weighted() if each.name != "address-jakarta-aws"]
        declared += [address("jakarta-aws", healthTasks=tasks, healthJudgement=judgement), template("slow", interval="300")]
        assert [turn.at for turn in course(stack(*declared), JAKARTA).turns] == [at]


def test_an_address_that_a_person_takes_out_stays_whatever_happens() -> None:
    declared = [each for each in weighted() if each.name != "address-jakarta-aws"]
    declared.append(address("jakarta-aws", availableMode="manual", manualAvailableStatus="available"))
    assert course(stack(*declared), JAKARTA).clear is None


def test_by_nearness_each_line_has_its_pools_then_those_of_everybody_else() -> None:
    pools = {"near": {"jakarta-aws": 1}, "far": {"singapore-aws": 1}}
    lines = {"near": ["os_asia_id"], "far": ["default"]}
    declared = [*joined(pools, lines, "source_nearest"), *(pool(name, "sequence") for name in pools), template()]
    declared += [each for name in ("jakarta-aws", "singapore-aws") for each in (address(name), own(name))]
    found = course(stack(*declared), JAKARTA)
    assert found.before == {"os_asia_id": {"jakarta-aws": 1}, "everybody else": {"singapore-aws": 1}}
    assert found.after == {"singapore-aws": Fraction(1)}


def test_a_name_at_two_providers_outlives_the_dns_of_either() -> None:
    declared = Declarations([*shop().all, *weighted()])
    for cloud, silent in (("aws", "aws"), ("alicloud", "alicloud")):
        drill = Drill(declared, loss_of(SITES, [(cloud, None)]))
        assert [each.cloud for each in drill.courses if each.silent] == [silent]
        assert not any(promise.missed for promise in promises(drill) if promise.about == "traffic.www")


def test_a_run_of_something_else_joins_no_name() -> None:
    declared = [each for each in weighted() if each.type != gtm.RUN]
    other = resource(gtm.RUN, "other", {"parameters": "not json"})
    assert list(gtm.names(stack(*declared, other))) == []


def test_a_run_of_the_same_parameters_that_is_for_another_name_joins_not_this_one() -> None:
    declared = [each for each in weighted() if each.type != gtm.RUN]
    others = [
        resource(gtm.RUN, "list", {"parameters": json.dumps(["ConfigId"])}),
        resource(gtm.RUN, "other", {"parameters": json.dumps({"ConfigId": "config-2", "Pools": []})}),
    ]
    assert list(gtm.names(stack(*declared, *others))) == []


def test_a_name_is_known_by_the_end_of_its_id_before_its_outputs_are() -> None:
    renamed = [replace(each, id="gtm-1:www:config-1", outputs={}) if each.type == gtm.NAME else each for each in weighted()]
    assert course(stack(*renamed)).before == course(stack(*weighted())).before


@pytest.mark.parametrize(
    ("taken_out", "answered"),
    [
        ({"availableMode": "manual", "manualAvailableStatus": "unavailable"}, {"jakarta-alicloud"}),
        ({"availableMode": "auto", "manualAvailableStatus": "unavailable"}, {"jakarta-aws", "jakarta-alicloud"}),
        ({"enableStatus": "disable"}, {"jakarta-alicloud"}),
        ({"enableStatus": "disable", "availableMode": "manual", "manualAvailableStatus": "available"}, {"jakarta-alicloud"}),
    ],
)
def test_an_address_that_is_disabled_or_taken_out_by_hand_is_not_answered(taken_out: dict[str, str], answered: set[str]) -> None:
    declared = [each for each in weighted() if each.name != "address-jakarta-aws"]
    assert set(course(stack(*declared, address("jakarta-aws", **taken_out))).before["everybody"]) == answered


def test_pools_and_addresses_in_sequence_go_by_their_numbers_and_not_by_where_they_stand() -> None:
    name, run = joined({"late": {"singapore-aws": 1}, "early": {"jakarta-alicloud": 1, "jakarta-aws": 1}})
    told = json.loads(run.inputs["parameters"])
    told["Pools"][0]["SerialNumber"], told["Pools"][1]["SerialNumber"] = 2, 1
    told["Addresses1"][0]["SerialNumber"], told["Addresses1"][1]["SerialNumber"] = 2, 1
    turned = resource(gtm.RUN, "join", {"parameters": json.dumps(told)})
    sites = [each for of in SITES for each in (address(of), own(of))]
    declared = stack(name, turned, pool("late", "sequence"), pool("early", "sequence"), template(), *sites)
    assert course(declared).before == {"everybody": {"jakarta-aws": Fraction(1)}}
    assert course(declared, JAKARTA).after == {"jakarta-alicloud": Fraction(1)}


@pytest.mark.parametrize(("mode", "preemptive"), [("preemptive", True), ("non_preemptive", False)])
def test_whether_an_earlier_pool_is_gone_back_to_is_read(mode: str, preemptive: bool) -> None:
    told = [
        replace(each, outputs={**each.outputs, "sequenceLbStrategyMode": mode}) if each.type == gtm.NAME else each
        for each in weighted()
    ]
    (name,) = gtm.names(stack(*told))
    assert name.instances["everybody"].preemptive is preemptive


def test_a_pool_that_is_for_a_line_and_for_everybody_stands_once_in_its_sequence() -> None:
    pools = {"near": {"jakarta-aws": 1}, "far": {"singapore-aws": 1}}
    lines = {"near": ["os_asia_id", "default"], "far": ["default"]}
    declared = [*joined(pools, lines, "source_nearest"), *(pool(name, "sequence") for name in pools), template()]
    declared += [each for name in ("jakarta-aws", "singapore-aws") for each in (address(name), own(name))]
    (name,) = gtm.names(stack(*declared))
    told = {label: [(each.name, each.position) for each in instance.pools] for label, instance in name.instances.items()}
    assert told == {"os_asia_id": [("near", 0), ("far", 1)], "everybody else": [("near", 0), ("far", 1)]}


def test_how_much_of_a_pool_must_be_available_is_read() -> None:
    strict = replace(pool("first"), outputs={**pool("first").outputs, "healthJudgement": "all_ok"})
    declared = [each for each in weighted() if each.name != "first"]
    assert course(stack(*declared, strict), JAKARTA).after == {"singapore-aws": Fraction(1)}
