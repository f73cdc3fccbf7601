"""Each fault that what an environment says of a fleet can have, at its line."""

from __future__ import annotations

import pytest

from stacks.environment import EnvironmentFaults
from stacks.rehearsal import check
from tests.stacks.conftest import FILE

FIXED = "        capacity: {fixed: 2}\n"
SCALED = "        capacity: {autoscaled: {min: 2, max: 20}}\n"
TYPES = "types: [c7i.large]}"


def more(text: str) -> dict[str, str]:
    """A fleet that scales, with more said of it from line 35 on."""
    return {FIXED: f"{SCALED}        {text}\n"}


def on_aws(text: str) -> dict[str, str]:
    return {TYPES: f"types: [c7i.large], {text}}}"}


AT_HOME = "        sites: [jakarta]\n"
ON_AWS = "aws: {images: {ap-southeast-3: ami-0a1b2c3d4e5f67890}, types: [c7i.large]}"


def on_alicloud(text: str) -> dict[str, str]:
    told = f"alicloud: {{images: {{ap-southeast-5: m-1}}, types: [ecs.c7.large], {text}}}"
    return {AT_HOME: "        sites: [batam]\n", ON_AWS: told}


def on_both(text: str) -> dict[str, str]:
    other = "\n        alicloud: {images: {ap-southeast-5: m-1}, types: [ecs.c7.large]}"
    return {AT_HOME: "        sites: all\n", TYPES: f"types: [c7i.large], {text}}}{other}"}


CASES = {
    "zones moved where they need not be equal": (
        on_alicloud("zone_rebalance: true"),
        [
            '35:74 fleets.transcoder.alicloud.zone_rebalance: true, expected zone_balance "only" beside it; fix: leave it out, or write zone_balance only'
        ],
    ),
    "a refresh to end that there is not": (
        on_alicloud("cancelled_images: {ap-southeast-5: m-1}"),
        [
            '35:74 fleets.transcoder.alicloud.cancelled_images: "m-1", expected an image that is being rolled out; fix: leave it out, or name an earlier image'
        ],
    ),
    "a refresh of instances that are kept": (
        on_alicloud("earlier_images: {ap-southeast-5: m-0}, reclaim: recycle"),
        [
            '35:113 fleets.transcoder.alicloud.reclaim: "recycle", expected release beside an earlier image; fix: write release, or name no earlier image; a group that keeps instances cannot be refreshed'
        ],
    ),
    "an earlier image of a region elsewhere": (
        on_alicloud("earlier_images: {ap-southeast-1: m-0}"),
        [
            "35:91 fleets.transcoder.alicloud.earlier_images.ap-southeast-1: the region ap-southeast-1, expected a region of the fleet: ap-southeast-5; fix: write ap-southeast-5"
        ],
    ),
    "a database of a site elsewhere": (
        on_alicloud("databases: {jakarta: {orders: rm-1}}"),
        [
            "35:86 fleets.transcoder.alicloud.databases.jakarta: the site jakarta, expected a site of the fleet: batam; fix: remove it"
        ],
    ),
    "weights on one cloud alone": (
        on_both("weights: {c7i.large: 2}"),
        [
            "35:84 fleets.transcoder.aws.weights: machines that count as more than one, expected alicloud.weights beside it, since capacity and instance_rps would count machines there, and units here; fix: weigh the types on alicloud too; 1 for those that are one unit"
        ],
    ),
    "a weight of nothing": (
        {FIXED: SCALED, TYPES: "types: [c7i.large, c7i.xlarge], weights: {c7i.large: 0, c7i.xlarge: 2}}"},
        ["35:106 fleets.transcoder.aws.weights.c7i.large: 0, expected a whole number, 1 or more; fix: write 1 or more"],
    ),
    "a weight beyond max": (
        on_aws("weights: {c7i.large: 4}"),
        [
            "35:84 fleets.transcoder.aws.weights.c7i.large: 4, expected 2 at most, which is max; fix: count capacity in units of weights too, or weigh less"
        ],
    ),
    "more on demand than there may be": (
        more("spot: 40%\n        on_demand_base: 30"),
        [
            "36:9 fleets.transcoder.on_demand_base: 30, expected 20 at most, which is max; fix: lower it, or no share of the fleet is ever spot"
        ],
    ),
    "more requests aimed at than a machine serves": (
        more("instance_rps: 150\n        scaling: {requests: {track: {metric: requests, value: 400}}}"),
        [
            "36:56 fleets.transcoder.scaling.requests.track.value: 400, expected 150 at most, which is what one machine serves by instance_rps; fix: aim at less, or correct instance_rps"
        ],
    ),
    "a share beyond all": (
        more("spot: 101%"),
        ['35:9 fleets.transcoder.spot: "101%", expected a percentage, 0% to 100%; fix: write it like 40%'],
    ),
    "a share below none": (
        more("spot: -1%"),
        ['35:9 fleets.transcoder.spot: "-1%", expected a percentage, 0% to 100%; fix: write it like 40%'],
    ),
    "a policy of two kinds": (
        more("scaling: {a: {track: {value: 1}, predict: {value: 1}}}"),
        [
            "35:19 fleets.transcoder.scaling.a: track and predict, expected one of track, step and predict; fix: write a policy for each"
        ],
    ),
    "a policy of no kind": (
        more("scaling: {a: {}}"),
        [
            "35:19 fleets.transcoder.scaling.a: none of track, step and predict, expected one of track, step and predict; fix: write a policy for each"
        ],
    ),
    "a policy by the name of the usual one": (
        more("scaling: {cpu: {track: {value: 50}}}"),
        [
            "35:19 fleets.transcoder.scaling.cpu: the name cpu, expected a name of its own, since target.cpu makes the policy cpu; fix: rename it, or write target"
        ],
    ),
    "two metrics": (
        more("scaling: {a: {track: {metric: cpu, custom: {namespace: Shop, name: Backlog}, value: 50}}}"),
        ["35:31 fleets.transcoder.scaling.a.track.metric: metric beside custom, expected one of them; fix: remove one of the two"],
    ),
    "the usual metric twice": (
        more("scaling: {a: {track: {value: 50}}}"),
        [
            "35:19 fleets.transcoder.scaling.a: the same metric as scaling.cpu, expected each metric to be tracked once; fix: keep one of the two"
        ],
    ),
    "a forecast of one's own without the whole load": (
        more("scaling: {a: {predict: {custom: {namespace: Shop, name: Backlog}, value: 50}}}"),
        [
            "35:23 fleets.transcoder.scaling.a.predict.load: nothing, expected the fleet's whole load beside a metric of one's own; fix: write the total of which the metric is each instance's part, say its sum"
        ],
    ),
    "half a metric, and a formula with parts of one": (
        more(
            "scaling: {a: {predict: {custom: {name: Backlog}, load: {expression: a + a, name: Backlog, statistic: sum}, value: 5}}}"
        ),
        [
            "35:33 fleets.transcoder.scaling.a.predict.custom: neither namespace and name nor expression, expected one of the two; fix: write namespace and name",
            "35:84 fleets.transcoder.scaling.a.predict.load.name: name beside expression, expected it below metrics; fix: move it, or remove one of the two",
            "35:99 fleets.transcoder.scaling.a.predict.load.statistic: statistic beside expression, expected it below metrics; fix: move it, or remove one of the two",
        ],
    ),
    "a forecast of two metrics, and parts without a whole": (
        more(
            "scaling: {a: {predict: {metric: cpu, custom: {metrics: {b: {namespace: S, name: B}}, namespace: S, name: B}, value: 5}}}"
        ),
        [
            "35:33 fleets.transcoder.scaling.a.predict.metric: metric beside custom, expected one of them; fix: remove one of the two",
            "35:55 fleets.transcoder.scaling.a.predict.custom.metrics: metrics without a formula, expected expression beside them; fix: write it, or remove them",
        ],
    ),
    "more machines than hardware of their own": (
        more("placement: spread"),
        [
            '35:9 fleets.transcoder.placement: "20 instances, and 4 more while they are replaced", expected 14 at most, 7 in each of 2 zones; fix: lower max or refresh.surge, or place them otherwise'
        ],
    ),
    "near one another in two zones": (
        more("placement: cluster"),
        [
            '35:9 fleets.transcoder.placement: "cluster", expected a fleet of one zone, and the network has 2; fix: give it a network of one zone, or leave it out'
        ],
    ),
    "partitions where there are none": (
        on_aws("partitions: 2"),
        [
            '35:84 fleets.transcoder.aws.partitions: 2, expected placement "partition" beside it; fix: leave it out, or write placement partition'
        ],
    ),
    "partitions on Alibaba Cloud": (
        {**on_alicloud("cooldown: 1m"), FIXED: f"{FIXED}        placement: partition\n"},
        [
            "35:9 fleets.transcoder.placement: asked for, expected nothing of it, since this cloud has no placement-partition; fix: spread them instead"
        ],
    ),
    "steps out of order": (
        more("scaling: {a: {step: {steps: [{at: 90, change: 1}, {at: 70, change: 2}]}}}"),
        [
            "35:30 fleets.transcoder.scaling.a.step.steps: [90.0, 70.0], expected rising values, each once; fix: order them from the threshold on"
        ],
    ),
    "requests without a load balancer": (
        more("scaling: {a: {track: {metric: requests, value: 50}}}"),
        [
            '35:19 fleets.transcoder.scaling.a: "requests", expected a target whose requests are counted; fix: put the fleet behind an application load balancer, or scale by cpu'
        ],
    ),
    "a drain too short": (
        more("drain: 10s"),
        ["35:9 fleets.transcoder.drain: 10, expected a whole number, 30 to 7200; fix: choose a number between them"],
    ),
    "a hook that tells what is no queue": (
        more("hooks: {a: {when: launch, notify: {jakarta: jobs}}}"),
        [
            '35:35 fleets.transcoder.hooks.a.notify: "jobs", expected an ARN of sqs or sns; fix: write arn:aws:sqs:…, as its service shows it'
        ],
    ),
    "a hook for a site elsewhere": (
        more("hooks: {a: {when: launch, notify: {jakatra: q}}}"),
        [
            "35:44 fleets.transcoder.hooks.a.notify.jakatra: the site jakatra, expected a site of the fleet: jakarta; fix: write jakarta"
        ],
    ),
    "a hook that holds too long": (
        more("hooks: {a: {when: launch, timeout: 3h}}"),
        ["35:35 fleets.transcoder.hooks.a.timeout: 10800, expected a whole number, 30 to 7200; fix: choose a number between them"],
    ),
    "a value that the script does not ask for": (
        {FIXED: f"{SCALED}        user_data: run @{{queue}}\n        values: {{que: a}}\n"},
        [
            "36:9 fleets.transcoder.values.queue: nothing, expected a value, since the script has @{queue}; fix: give it, or write @@{ for a plain @{",
            '36:18 fleets.transcoder.values.que: "que", expected a value that the script asks for; fix: write @{que} in it, or remove the value',
        ],
    ),
    "a warm pool beside spot machines": (
        {**more("spot: 10%"), **on_aws("warm_pool: {min: 1}")},
        [
            '36:84 fleets.transcoder.aws.warm_pool: "a warm pool with 10% spot", expected none beside spot instances; fix: leave one of the two out'
        ],
    ),
    "types beside attributes": (
        on_aws("attributes: {vcpus: [2, 4], memory_gib: [4, 8]}"),
        ["35:64 fleets.transcoder.aws.types: ('c7i.large',), expected none beside attributes; fix: keep one of the two"],
    ),
    "attributes the wrong way round": (
        {TYPES: "attributes: {vcpus: [8, 4], memory_gib: [4, 8]}}"},
        [
            "35:77 fleets.transcoder.aws.attributes.vcpus: (8, 4), expected a most that is no less than the least; fix: exchange the two, or write None for any number"
        ],
    ),
    "neither types nor attributes": (
        {f", {TYPES}": "}"},
        [
            "35:9 fleets.transcoder.aws.types: nothing, expected one instance type at least; fix: write the types in order of preference"
        ],
    ),
    "a key of another region": (
        on_aws("kms_keys: {ap-southeast-1: k}"),
        [
            "35:95 fleets.transcoder.aws.kms_keys.ap-southeast-1: the region ap-southeast-1, expected a region of the fleet: ap-southeast-3; fix: write ap-southeast-3"
        ],
    ),
    "more in service than there may be": (
        on_aws("maintenance: {min_healthy: 50%, surge: 60%}"),
        [
            "35:116 fleets.transcoder.aws.maintenance.surge: 160, expected a whole number, 100 to 150; fix: choose a number between them"
        ],
    ),
    "a process that there is not": (
        on_aws("suspended: [Sleep]"),
        [
            '35:96 fleets.transcoder.aws.suspended[0]: "Sleep", expected one of AddToLoadBalancer, AlarmNotification, AZRebalance, HealthCheck, InstanceRefresh, Launch, ReplaceUnhealthy, ScheduledActions, Terminate; fix: choose one of them'
        ],
    ),
}


@pytest.mark.parametrize(("edits", "expected"), CASES.values(), ids=CASES)
def test_a_fault_is_told_at_its_place(loaded, edits, expected):
    with pytest.raises(EnvironmentFaults) as error:
        check(loaded(edits))
    assert str(error.value).replace(f"{FILE}:", "").split("\n") == expected
