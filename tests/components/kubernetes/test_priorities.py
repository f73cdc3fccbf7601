"""Who goes first where room is short."""

from __future__ import annotations

import pytest

from components.contracts import FloorKeeperArgs
from components.errors import ArgumentsError
from components.kubernetes.floor_keeper import FloorKeeper
from components.kubernetes.priorities import PRIORITIES, Priority, PriorityArgs
from tests.support.mocks import record

CLASS = "kubernetes:scheduling.k8s.io/v1:PriorityClass"


@pytest.mark.parametrize(("called", "value", "preemption"), [("urgent", 100_000, "PreemptLowerPriority"), ("batch", -10, "Never")])
def test_urgent_pods_take_room_and_batch_pods_give_it(called, value, preemption):
    found = record(lambda: Priority("main-priority", PriorityArgs(called=called)))
    made = found.one(CLASS, "main-priority-class")
    assert made.inputs["metadata"] == {"name": called}
    assert (made.inputs["value"], made.inputs["preemptionPolicy"]) == (value, preemption)
    assert found.one(Priority.TYPE).outputs == {"name": called}


def test_batch_pods_give_way_to_what_holds_room_for_events_and_still_have_nodes_added():
    found = record(lambda: FloorKeeper("main-floors", FloorKeeperArgs()))
    placeholders = found.one(CLASS, "main-floors-placeholders").inputs["value"]
    assert -10 <= PRIORITIES["batch"] < placeholders < 0 < PRIORITIES["urgent"]


def test_another_priority_is_refused():
    with pytest.raises(ArgumentsError, match=r'PriorityArgs\.called: "high", expected one of urgent, batch'):
        PriorityArgs(called="high")
