"""What is told of previews that nobody asked a review of."""

from __future__ import annotations

import sysconfig
from pathlib import Path

from cli.reviews import judged
from engine.deployment import Snapshot
from engine.events import Asked, Summary
from engine.result import Result

SWITCH = Asked(
    urn="urn:pulumi:dev::shop::alicloud:vpc/switch:Switch::a",
    type="alicloud:vpc/switch:Switch",
    provider="urn:pulumi:dev::shop::pulumi:providers:alicloud::p::1",
    inputs={"vpcId": "vpc-1", "cidrBlock": "10.0.0.1/24", "zoneId": "ap-southeast-5a"},
)


def preview(*asked: Asked, exit_code: int) -> Result:
    libraries = (Path(sysconfig.get_path("purelib")),)
    return Result(summary=Summary(preview=True), snapshot=Snapshot(), exit_code=exit_code, asked=asked, libraries=libraries)


def test_a_preview_that_fails_still_tells_of_every_input_that_does_not_fit():
    found = judged(preview(SWITCH, exit_code=1), None)
    assert found is not None
    assert [finding.reason for finding in found.findings] == ['cidrBlock: "10.0.0.1/24" has bits beyond its prefix']


def test_of_one_that_somebody_ended_nothing_is_told():
    assert judged(preview(SWITCH, exit_code=8), None) is None


def test_of_one_that_fails_and_asks_for_nothing_wrong_nothing_is_told():
    sound = Asked(urn=SWITCH.urn, type=SWITCH.type, provider=SWITCH.provider, inputs={**SWITCH.inputs, "cidrBlock": "10.0.0.0/24"})
    assert judged(preview(sound, exit_code=1), None) is None
