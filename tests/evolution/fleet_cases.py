"""Changes of fleets and of how many machines there are: who owns a number decides what another one comes to."""

from __future__ import annotations

from typing import Final

from checks.expectation import Expectation

from .case import Case, edit

FLEET_CASES: Final = (
    Case(
        name="tell a fleet on AWS how it is kept, and how its size moves",
        change=edit(
            {
                "types: [c7i.xlarge, c5.xlarge]": "types: [c7i.xlarge, c5.xlarge], maintenance: {surge: 20%}, suspended: [AZRebalance]",
                "        ports: [9000, 9443]\n": "        ports: [9000, 9443]\n        target: {cpu: 65}\n",
            }
        ),
        expected=Expectation(
            updated=("Group jakarta-transcoder-group", "Policy jakarta-transcoder-cpu", "ScalingRule batam-transcoder-cpu")
        ),
    ),
    Case(
        name="begin a fleet that scales with another number",
        change=edit({"autoscaled: {min: 1, max: 4}": "autoscaled: {min: 1, max: 4, initial: 3}"}),
    ),
    Case(
        name="begin a pool that scales with another number",
        start="sized",
        change=edit({"autoscaled: {min: 2, max: 12}": "autoscaled: {min: 2, max: 12, initial: 5}"}),
    ),
    Case(
        name="another bound of a fleet that scales",
        change=edit({"autoscaled: {min: 1, max: 4}": "autoscaled: {min: 2, max: 6}"}),
        expected=Expectation(updated=("Group jakarta-transcoder-group", "ScalingGroup batam-transcoder-group")),
    ),
    Case(
        name="another number of machines and nodes that are fixed",
        start="sized",
        change=edit({"fixed: 2": "fixed: 3"}),
        expected=Expectation(
            updated=(
                "Group jakarta-transcoder-group",
                "ScalingGroup batam-transcoder-group",
                "NodeGroup jakarta-main-pool-batch",
            )
        ),
    ),
    Case(
        name="another image",
        change=edit(
            {
                "ami-0a1b2c3d4e5f67890": "ami-0a1b2c3d4e5f67891",
                "m-k1a0example0transcoder}": "m-k1a0example1transcoder}, earlier_images: {ap-southeast-5: m-k1a0example0transcoder}",
            }
        ),
        expected=Expectation(
            created=("InstanceRefresh batam-transcoder-*",),
            updated=(
                "LaunchTemplate jakarta-transcoder-template",
                "Group jakarta-transcoder-group",
                "EcsLaunchTemplate batam-transcoder-template",
                "ScalingGroup batam-transcoder-group",
            ),
        ),
    ),
)
