"""Rule `nothing-to-refresh`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

import pytest

from checks.finding import Severity
from checks.plan import Kind

from ..shop import ESS_FLEET, SCALING_GROUP, change, found, plan, urn_of

REFRESH = "alicloud:ess/instanceRefresh:InstanceRefresh"
STARTED = change(REFRESH, "bali-transcoder-refresh-m-2", Kind.CREATED, ESS_FLEET)


@pytest.mark.parametrize("kind", [Kind.CREATED, Kind.REPLACED])
def test_a_group_that_is_made_with_it_has_no_other_image(kind):
    (finding,) = found("nothing-to-refresh", plan(change(SCALING_GROUP, "bali-transcoder-group", kind, ESS_FLEET), STARTED), None)
    assert (finding.severity, finding.resource) == (Severity.ERROR, urn_of(REFRESH, "bali-transcoder-refresh-m-2"))
    assert (
        finding.reason == "its group would be made with this image, so no instance is of another, and the cloud refuses the refresh"
    )
    assert finding.fix == "leave fleets.transcoder.alicloud.earlier_images out until the image is another"


def test_a_group_that_is_there_may_have():
    updated = change(SCALING_GROUP, "bali-transcoder-group", Kind.UPDATED, ESS_FLEET)
    assert found("nothing-to-refresh", plan(updated, STARTED), None) == []
