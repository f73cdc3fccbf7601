"""Policy packs made for one test."""

from __future__ import annotations

import textwrap
from pathlib import Path

from engine.events import Event, PolicyViolation

MANIFEST = "runtime: python\nversion: 1.2.3\n"
HEAD = "from pulumi_policy import *\nimport os, sys\n"

PROGRAM = """
import pulumi

class Thing(pulumi.CustomResource):
    def __init__(self, name, type, opts=None, **inputs):
        super().__init__(type, name, {"arn": None, **inputs}, opts)

vpc = Thing("vpc", "aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16", tags={"key": pulumi.Output.secret("planted")})
subnet = Thing("subnet", "aws:ec2/subnet:Subnet", vpcId=vpc.id, cidrBlock="10.0.1.0/24", opts=pulumi.ResourceOptions(depends_on=[vpc]))
last = Thing("last", "aws:ec2/subnet:Subnet", cidrBlock="10.0.2.0/24", opts=pulumi.ResourceOptions(depends_on=[subnet]))
pulumi.export("id", vpc.id)
"""


def pack(root: Path, body: str, *, name: str = "rules", manifest: str = MANIFEST) -> str:
    """A pack in a folder of its own below `root`; its path."""
    folder = root / name
    folder.mkdir()
    (folder / "PulumiPolicy.yaml").write_text(manifest)
    (folder / "__main__.py").write_text(HEAD + textwrap.dedent(body))
    return str(folder)


def told(events: list[Event]) -> list[str]:
    """`level policy resource: message` of each violation, in the order in which they were reported."""
    found = [event for event in events if isinstance(event, PolicyViolation)]
    return [f"{event.level} {event.policy} {event.urn.rpartition('::')[2]}: {event.message}" for event in found]
