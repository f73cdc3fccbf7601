"""Whether a namespace lets in what is to run in it: sums that a quota must have, and bounds that pods keep."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from components.limit_range import defaulted
from components.quantities import quantity
from components.resource_quota import exceeded, of_pod, times
from stacks.environment.baseline import Namespace
from stacks.environment.loading import EnvironmentFaults
from stacks.namespace_room import Asking, refused
from stacks.rehearsal import check

LINE = "storefront: {cluster: main, sites: all, replicas: {min: 2, max: 4}}"
POOLS = "        pools:\n"
RELEASES = "".join(f"{name}: shop/{name}@sha256:{'1' * 64}\n" for name in ("storefront", "search", "reindex"))
SEARCH = (
    "search: {cluster: main, sites: [jakarta], namespace: shop, kind: StatefulSet, replicas: {min: 1, max: 3}, memory: 2Gi, "
    "volume: {size: 50Gi}}"
)
REINDEX = "reindex: {cluster: main, sites: [jakarta], namespace: shop, parallelism: 2, priority: batch}"

FAULTS = {
    "quotas that are smaller than what may run": (
        "quota: {pods: 9, requests.cpu: '2', requests.memory: 10Gi, persistentvolumeclaims: 3, requests.storage: 100Gi}",
        [
            (
                '26:37 clusters.main.namespaces.shop.quota.pods: "9", expected 10 or more, what 5 pods of storefront '
                "and 3 pods of search and 2 pods of reindex take at most in jakarta; fix: write 10, or lower what may "
                "run"
            ),
            (
                '26:46 clusters.main.namespaces.shop.quota.requests.cpu: "2", expected 2500m or more, what 5 pods of '
                "storefront and 3 pods of search and 2 pods of reindex take at most in jakarta; fix: write 2500m, or "
                "lower what may run"
            ),
            (
                '26:115 clusters.main.namespaces.shop.quota.requests.storage: "100Gi", expected 150Gi or more, what 3 '
                "pods of search take at most in jakarta; fix: write 150Gi, or lower what may run"
            ),
        ],
    ),
    "one of a priority": (
        "priority_quotas: {batch: {pods: 1, requests.memory: 1Gi}}",
        [
            (
                '26:55 clusters.main.namespaces.shop.priority_quotas.batch.pods: "1", expected 2 or more, what 2 pods '
                "of reindex take at most in jakarta; fix: write 2, or lower what may run"
            ),
        ],
    ),
    "a bound of CPUs that pods do not say": (
        "quota: {limits.cpu: '9'}",
        [
            (
                "26:37 clusters.main.namespaces.shop.quota.limits.cpu: a quota of limits.cpu while storefront and "
                "search and reindex say no limit, expected a limit of every pod, since one without is refused then; "
                "fix: write limits: {default: {cpu: …}} of the namespace, or cpu_limit of each"
            ),
        ],
    ),
    "limits that keep pods out": (
        "limits: {max: {memory: 1Gi}, min: {cpu: 300m}, volume: {max: 10Gi}}",
        [
            (
                '26:44 clusters.main.namespaces.shop.limits.max.memory: "1Gi", expected a highest limit that lets in '
                "search, which has 2Gi; fix: raise it, or change search"
            ),
            (
                '26:64 clusters.main.namespaces.shop.limits.min.cpu: "300m", expected a least request that lets in '
                "storefront, which has 250m; fix: lower it, or change storefront"
            ),
            (
                '26:85 clusters.main.namespaces.shop.limits.volume.max: "10Gi", expected one that lets in the disks '
                "of search, 50Gi each; fix: change it, or the volume of search"
            ),
        ],
    ),
    "a limit by default that is below what pods ask for": (
        "limits: {default: {cpu: 200m}, request: {cpu: 100m}}",
        [
            (
                '26:48 clusters.main.namespaces.shop.limits.default.cpu: "200m", expected a limit of 250m or more, '
                "what storefront asks for without a limit of its own; fix: raise it, or give storefront a limit"
            ),
        ],
    ),
    "a ratio": (
        "limits: {default: {cpu: '2'}, ratio: {cpu: 4}}",
        [
            (
                '26:67 clusters.main.namespaces.shop.limits.ratio.cpu: "4", expected a ratio of limit and request '
                "that lets in storefront, which has 8; fix: raise it, or change storefront"
            ),
        ],
    ),
}


@pytest.fixture
def told(loaded):
    """What is told of a namespace in which a workload on both sites, and another and a job on one of them, run."""

    def faults(namespace: str) -> list[str]:
        edits = {
            POOLS: f"        namespaces: {{shop: {{{namespace}}}}}\n{POOLS}",
            LINE: f"{LINE.replace('4}}', '4}, namespace: shop}')}\n      {SEARCH}\n    jobs:\n      {REINDEX}",
        }
        try:
            check(loaded(edits, releases=RELEASES))
        except EnvironmentFaults as error:
            return str(error).replace("stacks/Pulumi.test.yaml:", "").split("\n")
        return []

    return faults


@pytest.mark.parametrize(("namespace", "expected"), FAULTS.values(), ids=FAULTS)
def test_what_is_kept_out_is_told_at_the_bound_with_the_sum(told, namespace, expected):
    assert told(namespace) == expected


@pytest.mark.parametrize(
    "namespace",
    [
        "quota: {pods: 10, requests.cpu: 2500m, requests.memory: 9728Mi, persistentvolumeclaims: 3, requests.storage: 150Gi}",
        "priority_quotas: {batch: {pods: 2, requests.memory: 1Gi}, urgent: {pods: 0}}",
        "quota: {limits.cpu: '20'}, limits: {default: {cpu: '2'}}",
        "quota: {limits.cpu: '20'}, limits: {max: {cpu: '2'}}",
        "limits: {max: {memory: 2Gi}, min: {cpu: 250m}, volume: {max: 50Gi}, ratio: {memory: 1}}",
        "quota: {count/deployments.apps: 9, services.loadbalancers: 0}",
    ],
)
def test_what_is_enough_is_enough(told, namespace):
    assert told(namespace) == []


def test_pods_that_name_no_priority_count_for_that_by_default(loaded):
    edits = {
        POOLS: (
            "        priorities: {common: {value: 1, default: true}}\n"
            f"        namespaces: {{shop: {{priority_quotas: {{common: {{pods: 4}}}}}}}}\n{POOLS}"
        ),
        LINE: LINE.replace("4}}", "4}, namespace: shop}"),
    }
    with pytest.raises(EnvironmentFaults, match=r'"4", expected 5 or more, what 5 pods of storefront take at most'):
        check(loaded(edits))


NUMBERS = st.integers(0, 400)
CPU = st.sampled_from(["50m", "250m", "0.5", "1", "2"])
MEMORY = st.sampled_from(["64Mi", "512Mi", "1.5Gi", "1000M", "2Gi"])
KEYS = ("pods", "requests.cpu", "cpu", "requests.memory", "limits.memory", "count/pods")


@st.composite
def workloads(draw) -> list[Asking]:
    names = count()
    return [
        Asking(f"w{next(names)}", number, {"cpu": cpu, "memory": memory}, {"memory": memory})
        for number, cpu, memory in draw(st.lists(st.tuples(NUMBERS, CPU, MEMORY), max_size=5))
    ]


@settings(max_examples=1000, deadline=None)
@given(workloads(), st.sampled_from(KEYS), st.integers(0, 2000), st.booleans())
def test_a_quota_is_told_of_exactly_where_the_last_pod_would_be_refused(asking, key, bound, binary):
    text = f"{bound}Mi" if binary and "memory" in key else str(bound)
    hard = {key: text}
    found = list(refused(Namespace(quota=hard), asking, "jakarta"))
    last = [each for each in asking if each.number]
    beside = dict.fromkeys(KEYS, Decimal(0))
    refusals = []
    for each in last:
        amounts = of_pod(each.pod)
        for taken in times(amounts, each.number - 1), amounts:
            refusals.append(exceeded("quota", hard, beside, taken))
            beside = {name: beside[name] + taken[name] for name in KEYS}
    assert bool(found) == any(refusals)
    for excess, problem in found:
        assert excess == beside[key] - (quantity(text) or 0) > 0
        needed = problem.expected.partition(" or more")[0]
        assert quantity(needed) == beside[key]
        assert list(refused(Namespace(quota={key: needed}), asking, "jakarta")) == []


@settings(max_examples=300, deadline=None)
@given(CPU, st.none() | CPU, st.none() | CPU, st.none() | CPU)
def test_a_pod_that_limits_let_in_asks_for_no_more_than_it_may_have(asked, default, least, most):
    bounds = [quantity(each) or 0 for each in (least, default, most) if each is not None]
    assume(bounds == sorted(bounds))  # others are told of where they are read
    limits = {name: {"cpu": each} for name, each in (("default", default), ("min", least), ("max", most)) if each is not None}
    asking = Asking("w", 1, {"cpu": asked, "memory": "1Gi"}, {"memory": "1Gi"})
    (container,) = defaulted(asking.pod, [{"limits": [{"type": "Container", **limits}]}])["containers"]
    has = quantity(container["resources"]["limits"].get("cpu"))
    sound = (quantity(least) or 0) <= (quantity(asked) or 0) and (has is None or (quantity(asked) or 0) <= has)
    assert sound == (not list(refused(Namespace.model_validate({"limits": limits}), [asking], "jakarta")))
