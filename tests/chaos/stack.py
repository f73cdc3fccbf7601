"""A stack on both simulated clouds, small enough to be brought up hundreds of times, and what can be said of it afterwards.

Step 1 of its program updates, replaces (before and after the deletion), adds and removes resources of step 0. The classes are its
own: importing a whole SDK would take longer than everything else.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

from simulator.clouds import Clouds

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0
STACK = "dev"
PROGRAM = """
    import pulumi
    from pulumi import Output, ResourceOptions

    config = pulumi.Config()
    step = config.require_int("step")

    class Made(pulumi.CustomResource):
        def __init__(self, type_, name, props, opts=None, outputs=("arn",)):
            super().__init__(type_, name, {**props, **dict.fromkeys(outputs)}, opts)

    class Site(pulumi.ComponentResource):
        def __init__(self, name):
            super().__init__("chaos:index:Site", name)

    aws = Site("aws")
    below = ResourceOptions(parent=aws)
    tags = {"step": str(step), "secret": config.require_secret("password")}
    vpc = Made("aws:ec2/vpc:Vpc", "vpc", {"cidrBlock": "10.0.0.0/16", "tags": tags}, below)
    subnets = {}
    for number in range(6 + step):
        if step and number == 2:
            continue
        block = f"10.0.{number + (100 if step and number < 2 else 0)}.0/24"
        inputs = {"vpcId": vpc.id, "cidrBlock": block, "availabilityZone": "ap-southeast-3a", "tags": {"step": str(step)}}
        opts = ResourceOptions(parent=aws, delete_before_replace=number == 1)
        subnets[number] = Made("aws:ec2/subnet:Subnet", f"subnet-{number}", inputs, opts)
        address = Made("aws:ec2/eip:Eip", f"address-{number}", {"domain": "vpc", "tags": {"subnet": subnets[number].id}}, below)
        table = Made("aws:ec2/routeTable:RouteTable", f"table-{number}", {"vpcId": vpc.id}, below)
        pair = {"routeTableId": table.id, "subnetId": subnets[number].id}
        Made("aws:ec2/routeTableAssociation:RouteTableAssociation", f"pair-{number}", pair, below, ())
    if step == 0:
        Made("aws:ec2/internetGateway:InternetGateway", "gateway", {"vpcId": vpc.id}, below)
    aws.register_outputs({"vpc": vpc.id})

    network = Made("alicloud:vpc/network:Network", "network", {"cidrBlock": "10.1.0.0/16", "vpcName": f"net-{step}"}, outputs=())
    for number in range(4):
        block = f"10.1.{number + 10 * step}.0/24"
        inputs = {"vpcId": network.id, "cidrBlock": block, "zoneId": "ap-southeast-5a"}
        Made("alicloud:vpc/switch:Switch", f"switch-{number}", inputs, outputs=())
    pulumi.export("vpc", vpc.id)
    pulumi.export("password", config.require_secret("password"))
"""
PASSWORD = "correct-horse-battery-staple"
OWN = {"PULUMI_CONFIG_PASSPHRASE": "", "PULUMI_DISABLE_CI_DETECTION": "1", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}


class Stack:
    """The stack in a folder of its own.

    Args:
        root: the folder; made with the project in it.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        (root / "Pulumi.yaml").write_text("name: chaos\nruntime: python\n")
        (root / "__main__.py").write_text(textwrap.dedent(PROGRAM))
        if not (root / "Pulumi.dev.yaml").exists():
            self.configure(0)

    @property
    def state(self) -> Path:
        return self.root / ".nusa/stacks/chaos/dev.json"

    @property
    def journal(self) -> Path:
        return self.root / ".nusa/stacks/chaos/dev.journal"

    @property
    def clouds(self) -> Clouds:
        return Clouds(self.root / ".nusa/clouds.sqlite")

    def configure(self, step: int) -> None:
        """Say which program the next update runs."""
        salt, password = _encrypted()
        (self.root / "Pulumi.dev.yaml").write_text(
            f"encryptionsalt: {salt}\nconfig:\n  aws:region: ap-southeast-3\n  alicloud:region: ap-southeast-5\n"
            f"  chaos:step: {step}\n  chaos:password: {{secure: '{password}'}}\n"
        )

    def copy(self, root: Path) -> Stack:
        shutil.copytree(self.root, root)
        return Stack(root)

    def start(self, *args: str) -> subprocess.Popen[str]:
        given = {name: value for name, value in os.environ.items() if not name.startswith(("PULUMI_", "PYTHONDONTWRITE"))}
        return subprocess.Popen(
            [sys.executable, "-m", "cli", *args, "-s", STACK],
            cwd=self.root,
            env={**given, **OWN},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *args: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*args)
        out, _ = process.communicate(timeout=PATIENCE)
        return subprocess.CompletedProcess(args, process.returncode, out)

    def resources(self) -> list[dict[str, Any]]:
        return json.loads(self.state.read_text())["deployment"].get("resources", [])

    def pending(self) -> list[Any]:
        return json.loads(self.state.read_text())["deployment"].get("pending_operations", [])

    def orphans(self) -> set[tuple[str, str]]:
        """What exists in the clouds and is not in the state, and the reverse, as (type, id)."""
        known = {(entry["type"], entry["id"]) for entry in self.resources() if entry.get("id") and not _provider(entry)}
        return known ^ {(found.type, found.id) for found in self.clouds.list()}

    def shape(self) -> list[dict[str, Any]]:
        """The state without what two undisturbed runs differ in: ids and what holds one, times, ciphertexts, and the order."""
        entries = self.resources()
        names = {entry["id"]: f"<{entry['urn'].rpartition('::')[2]}>" for entry in entries if entry.get("id")}
        kept = (
            "urn",
            "type",
            "custom",
            "delete",
            "parent",
            "dependencies",
            "propertyDependencies",
            "inputs",
            "protect",
            "external",
        )
        shaped = [_named({key: entry[key] for key in kept if key in entry}, names) for entry in entries]
        return sorted(shaped, key=lambda entry: json.dumps(entry, sort_keys=True))


def _provider(entry: dict[str, Any]) -> bool:
    return entry["type"].startswith("pulumi:providers:")


def _named(value: Any, names: dict[str, str]) -> Any:
    match value:
        case dict():
            return {key: "<secret>" if key == "ciphertext" else _named(inner, names) for key, inner in value.items()}
        case list():
            return sorted((_named(inner, names) for inner in value), key=str)
    return names.get(value, value) if isinstance(value, str) else value


_made: list[tuple[str, str]] = []


def _encrypted() -> tuple[str, str]:
    """The salt and the ciphertext of the password under the empty passphrase, made once."""
    if not _made:
        from engine.secrets import PassphraseManager

        manager = PassphraseManager("")
        _made.append((manager.salt, manager.encrypt(PASSWORD)))
    return _made[0]
