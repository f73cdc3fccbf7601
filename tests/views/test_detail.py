"""The rich diff: what it counts, and what of a deletion it tells."""

from __future__ import annotations

import pytest

from engine.events import Op, StepDone, StepFailed, StepStarted, Summary
from views.detail import Detail


@pytest.mark.parametrize(("preview", "counted"), [(True, False), (False, True)])
def test_only_operations_that_were_tried_count_as_failed(made, preview, counted):
    detail = Detail(preview=preview)
    detail.fold(StepFailed(made.step(Op.DELETE, old={})))
    assert ("1 errored" in detail.fold(Summary(preview=preview)).plain) is counted


@pytest.mark.parametrize(("preview", "shown"), [(True, ""), (False, '    --outputs:--\n  - arn: "a"\n')])
def test_what_a_deleted_resource_gave_is_gone(made, preview, shown):
    step = made.step(Op.DELETE, old={"inputs": {"cidr": "b"}, "outputs": {"arn": "a"}})
    detail = Detail(preview=preview)
    assert '    cidr: "b"\n' in detail.fold(StepStarted(step)).plain
    assert detail.fold(StepDone(step)).plain == shown
