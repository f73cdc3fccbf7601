"""What follows from a pool's arguments: the groups that it consists of, and the taints of its nodes."""

from __future__ import annotations

from dataclasses import replace

from components.capacity import autoscaled
from components.contracts import Pool, Taint
from tests.support.faults import faults_of

POOL = Pool(types=("m7i.2xlarge",), capacity=autoscaled(min=3, max=9))


def test_a_pool_is_one_group_over_all_zones_whatever_their_order():
    assert POOL.spread("general", ("c", "a")) == {"general": ("a", "c")}


def test_or_one_in_each_zone_that_another_zone_leaves_as_they_are():
    pool = replace(POOL, per_zone=True)
    assert pool.spread("data", ("b", "a")) == {"data-a": ("a",), "data-b": ("b",)}
    assert pool.spread("data", "abc").items() > pool.spread("data", "ab").items()


def test_nodes_with_gpus_are_kept_for_pods_that_ask_for_them():
    kept, own = Taint(key="nvidia.com/gpu", value="present"), Taint(key="dedicated", value="training", effect="NoExecute")
    pool = replace(POOL, types=("g6.xlarge",), gpu=True)
    assert POOL.node_taints == ()
    assert pool.node_taints == (kept,)
    assert replace(pool, taints=(own,)).node_taints == (own,)


def test_pods_that_tolerate_nothing_start_where_no_taint_bars_them():
    preferred, executed = Taint(key="flaky", effect="PreferNoSchedule"), Taint(key="drain", effect="NoExecute")
    assert (POOL.open, replace(POOL, taints=(preferred,)).open) == (True, True)
    assert (replace(POOL, taints=(preferred, executed)).open, replace(POOL, types=("g6.xlarge",), gpu=True).open) == (False, False)


def test_of_a_type_that_is_not_known_nothing_is_said_of_gpus():
    assert Pool(types=("z99.large",), capacity=autoscaled(min=0, max=2), gpu=True)


def test_labels_that_no_node_could_bear_are_refused():
    kept = {"team": "shop", "example.com/kind": "", "a b": "c", "stage": "not live"}
    assert faults_of(lambda: replace(POOL, labels=kept)) == [
        'Pool.labels.a b: "a b", expected the key of a label; fix: write it like team, or example.com/team',
        'Pool.labels.stage: "not live", expected the value of a label; fix: shorten or rename it',
    ]
