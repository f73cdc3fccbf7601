"""Rule `image-left`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

from dataclasses import replace

from checks.finding import Severity
from checks.plan import Change, Kind, Plan

from ..shop import ESS_FLEET, PREFIX, change, found, plan, urn_of

TEMPLATE, REFRESH = "alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate", "alicloud:ess/instanceRefresh:InstanceRefresh"
UPDATED = change(TEMPLATE, "bali-transcoder-template", Kind.UPDATED, ESS_FLEET)


def imaged(*changes: Change, before: str = "m-1", now: str = "m-2") -> Plan:
    """A plan for the fleet in Bali, which had an image and gets one."""
    made, fleet = plan(*changes), f"{PREFIX}{ESS_FLEET}"
    told = replace(made.components[fleet], old={"image": before}, new={"image": now})
    return replace(made, components={**made.components, fleet: told})


def test_an_image_that_nothing_rolls_out():
    (finding,) = found("image-left", imaged(UPDATED), None)
    assert (finding.severity, finding.resource) == (Severity.WARNING, urn_of(TEMPLATE, "bali-transcoder-template"))
    assert finding.reason == "instances that run keep the image m-1, and those alone that start from then on are of m-2"
    assert finding.fix == "name m-1 in fleets.transcoder.alicloud.earlier_images, and it is rolled out"


def test_the_way_back_that_nothing_rolls_out_while_the_refresh_of_the_other_image_goes():
    assert found("image-left", imaged(UPDATED, change(REFRESH, "bali-transcoder-refresh-m-1", Kind.DELETED, ESS_FLEET)), None)


def test_one_that_is_rolled_out_is_not_told():
    assert found("image-left", imaged(UPDATED, change(REFRESH, "bali-transcoder-refresh-m-2", Kind.CREATED, ESS_FLEET)), None) == []


def test_another_change_of_the_template_and_a_new_fleet_have_no_image_to_leave():
    assert found("image-left", imaged(UPDATED, now="m-1"), None) == []
    assert found("image-left", imaged(change(TEMPLATE, "bali-transcoder-template", Kind.CREATED, ESS_FLEET)), None) == []
