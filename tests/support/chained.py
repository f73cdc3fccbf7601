"""A stack whose resources need each other in a chain, and its state on the disk."""

from __future__ import annotations

import json
from pathlib import Path

from engine.backend import Backend
from engine.deployment import Snapshot
from engine.project import Project
from engine.resource import Resource

URN = "urn:pulumi:dev::shop::"
STACK = f"{URN}pulumi:pulumi:Stack::shop-dev"
AWS = f"{URN}pulumi:providers:aws::p"
SITE = f"{URN}my:Site::site"
VPC, SUBNET, IP = f"{URN}my:Site$aws:Vpc::a", f"{URN}my:Site$aws:Subnet::b", f"{URN}aws:Ip::c"


def of(urn: str, parent: str = STACK, **others) -> Resource:
    type_ = urn.split("::")[2].rpartition("$")[2]
    custom = not type_.startswith(("my:", "pulumi:pulumi"))
    provider = f"{AWS}::1" if type_.startswith("aws") else ""
    return Resource(urn=urn, type=type_, custom=custom, id="1" if custom else "", parent=parent, provider=provider, **others)


def chain() -> list[Resource]:
    """A component with a network and a subnet in it, and an address that needs the subnet."""
    return [
        of(STACK, parent=""),
        of(AWS),
        of(SITE),
        of(VPC, parent=SITE, property_dependencies={"cidr": ()}),
        of(SUBNET, parent=SITE, dependencies=(VPC,), property_dependencies={"vpcId": (VPC,), "cidr": ()}),
        of(IP, dependencies=(SUBNET,), property_dependencies={"b": (SUBNET,)}, deleted_with=SUBNET, replace_with=(VPC,)),
    ]


def made(root: Path) -> Project:
    """A project whose stack `dev` has the chain as its state; `other` has a file and no state."""
    (root / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    for stack in ("dev", "other"):
        (root / f"Pulumi.{stack}.yaml").write_text("config: {}\n")
    (root / "__main__.py").touch()
    project = Project.load(root)
    write(project, chain())
    return project


def write(project: Project, resources: list[Resource], stack: str = "dev") -> None:
    Backend(project.root, project.name).replace(stack, Snapshot(resources=resources))


def state(project: Project, stack: str = "dev") -> list[Resource]:
    with Backend(project.root, project.name).open(stack, read_only=True) as found:
        return found.snapshot.resources


def names(project: Project, stack: str = "dev") -> list[str]:
    return [resource.urn.rpartition("::")[2] for resource in state(project, stack)]


def break_by_hand(project: Project, resources: list[Resource]) -> None:
    """Put resources into the state file as an editor would."""
    write(project, chain())
    file = project.root / ".nusa" / "stacks" / "shop" / "dev.json"
    data = json.loads(file.read_text())
    entries = {entry["urn"]: entry for entry in data["deployment"]["resources"]}
    data["deployment"]["resources"] = [
        {**entries[resource.urn], **({"dependencies": list(resource.dependencies)} if resource.dependencies else {})}
        for resource in resources
    ]
    file.write_text(json.dumps(data))
