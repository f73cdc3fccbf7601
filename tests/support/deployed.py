"""A network in a stack of its own on the simulated clouds, changed from one run to the next by the real engine."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import simulator
from engine.events import Op
from engine.result import Result
from tests.support.clouds import Cloud
from tests.support.preloaded import ComponentStack
from tests.support.programs import errors

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
sys.path.insert(0, {root!r})
import pulumi
import pulumi_{cloud} as sdk
from components.addressing import ExtraTier
from components.contracts import Acl, AclRule, Adoption, Dhcp, FlowLogs
from components.{cloud}.network import Network, NetworkArgs

options = pulumi.ResourceOptions(provider=sdk.Provider("site", region={region!r}))
network = Network("net", {args!r}, options)
pulumi.export("subnets", network.subnets)
pulumi.export("egress", network.egress)
pulumi.export("tables", network.route_tables)
"""

QUIET = frozenset({Op.SAME, Op.READ})


class Deployed:
    """A stack with one network, "net".

    Args:
        cloud: where it stands.
        root: an empty folder for the project.
        store: the file that the simulated clouds keep their objects in; two stacks with one see the same cloud.
    """

    def __init__(self, cloud: Cloud, root: Path, store: Path) -> None:
        self._cloud = cloud
        root.mkdir(parents=True, exist_ok=True)
        self._stack = ComponentStack(root, "", providers=lambda package: simulator.servicer(package, store=store))

    def up(self, **changes: Any) -> Result:
        """Bring the network to what these arguments say; see `Cloud.network_args`."""
        self._say(changes)
        return self._stack.update()

    def preview(self, **changes: Any) -> Result:
        self._say(changes)
        return self._stack.preview()

    def destroy(self) -> Result:
        return self._stack.destroy()

    def ids(self) -> dict[str, str]:
        """The ids of what the stack manages, as "Type key": the key is the name without the network's."""
        found = self._stack.session().snapshot().resources
        return {
            f"{each.type.rpartition(':')[2]} {key(each.urn)}": each.id
            for each in found
            if each.custom and not each.delete and not each.external
        }

    def errors(self, result: Result) -> str:
        return "\n".join(errors(result))

    def _say(self, changes: dict[str, Any]) -> None:
        args = self._cloud.network_args(**changes)
        # Within a second, Python tells a program from the compiled form of the one before by its length alone.
        shutil.rmtree(self._stack.root / "__pycache__", ignore_errors=True)
        self._stack.write(PROGRAM.format(root=str(ROOT), cloud=self._cloud.name, region=args.region, args=args))


def changed(result: Result, *, but: Iterable[str] = ()) -> dict[str, set[str]]:
    """What a run did, or would do: "Type key" of single resources by operation, without what stays as it is.

    Args:
        result: of a preview or an update.
        but: types that are left out.
    """
    found: dict[str, set[str]] = {}
    for step in result.steps:
        package, _, kind = step.type.rpartition(":")
        if step.op not in QUIET and kind not in but and not package.startswith(("nusantara", "pulumi")):
            found.setdefault(str(step.op), set()).add(f"{kind} {key(step.urn)}")
    return found


def key(urn: str) -> str:
    """A child's name without the network's."""
    return urn.rpartition("::")[2].removeprefix("net-")


def whole(result: Result) -> dict[str, set[str]]:
    """What a run that must not fail has changed."""
    assert result.exit_code == 0, [diagnostic.message for diagnostic in result.diagnostics]
    return changed(result)


def kinds(names: set[str]) -> set[str]:
    """The types among names of changed parts."""
    return {name.split()[0] for name in names}
