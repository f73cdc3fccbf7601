"""What is reported of a program's registrations, before anybody has looked at them."""

from __future__ import annotations

from engine import urn
from engine.events import Asked
from engine.values import UNKNOWN, Secret
from tests.support.programs import Stack

PROGRAM = """
    v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", instance_tenancy=pulumi.Output.secret("default"))
    s = aws.ec2.Subnet("s", vpc_id=v.id, cidr_block="10.0.0.0/24", opts=Opts(parent=v, ignore_changes=["cidrBlock"]))
"""


def asked(stack: Stack, *, preview: bool = True) -> dict[str, Asked]:
    result = stack.preview(asked=True) if preview else stack.update(asked=True)
    assert list(result.asked) == [event for event in stack.events if isinstance(event, Asked)]
    return {urn.name_of(event.urn): event for event in result.asked}


def test_each_registration_is_reported_as_the_program_gave_it(stack) -> None:
    found = asked(stack(PROGRAM))
    v, s = found["v"], found["s"]
    assert v.inputs["instanceTenancy"] == Secret("default")
    assert s.inputs["vpcId"] is UNKNOWN
    assert (s.type, s.parent, s.sources["vpcId"]) == ("aws:ec2/subnet:Subnet", v.urn, (v.urn,))
    assert urn.split_reference(s.provider)[0] in {event.urn for event in found.values()}, "default providers are registered too"


def test_what_stays_as_it_is_is_reported_with_what_is_asked_now(stack) -> None:
    s = stack(PROGRAM)
    s.update()
    again = asked(s)
    assert isinstance(again["s"].inputs["vpcId"], str)
    s.write((s.root / "__main__.py").read_text().replace("10.0.0.0/24", "10.0.1.0/24"))
    assert asked(s)["s"].inputs["cidrBlock"] == "10.0.1.0/24", "and not what ignoring its changes leaves"
    assert asked(s, preview=False).keys() == again.keys()


def test_nothing_is_reported_unless_it_is_asked_for(stack) -> None:
    s = stack(PROGRAM)
    assert s.preview().asked == ()
    assert not any(isinstance(event, Asked) for event in s.events)
