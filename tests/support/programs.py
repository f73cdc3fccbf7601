"""Projects made for one test, run by the engine on the reference provider of the conformance cases."""

from __future__ import annotations

import importlib.util
import re
import sys
import textwrap
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from google.protobuf import struct_pb2

import engine
from engine.deployment import Snapshot, resource_to_json
from engine.encoding import to_json
from engine.events import Event, Severity, Step
from engine.host import zygote
from engine.providers.registry import is_default_provider
from engine.resource import Resource
from engine.result import Options, Result
from engine.values import SIGNATURE, Secret

CONFORMANCE = Path(__file__).parents[1] / "conformance"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
PASSPHRASE = {"PULUMI_CONFIG_PASSPHRASE": "cases"}
_SDKS = """
import pulumi_aws, pulumi_alicloud, pulumi_kubernetes
pulumi_aws.ec2.Vpc, pulumi_aws.Provider, pulumi_alicloud.vpc.Network, pulumi_kubernetes.apps.v1.Deployment, pulumi_kubernetes.Provider
"""


@cache
def warm() -> None:
    """Have the process that forks programs import the SDKs' classes once, which takes longer than everything else together."""
    if None not in zygote._zygotes:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(zygote, "_BOOTSTRAP", _SDKS + zygote._BOOTSTRAP)
            zygote._zygotes[None] = zygote.spawn(Path(sys.executable))


@cache
def reference_provider() -> ModuleType:
    """The module of the conformance cases' provider."""
    spec = importlib.util.spec_from_file_location("reference_provider", CONFORMANCE / "provider" / "__main__.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Stack:
    """The stack `dev` of a project `cases` in a folder of its own.

    Args:
        root: where the project is made.
        program: its `__main__.py`.
        project: what Pulumi.yaml says beside name and runtime.
        providers: servicers by package; the reference provider for every package by default.
    """

    def __init__(self, root: Path, program: str, *, project: Mapping[str, Any] | None = None, providers: Any = None) -> None:
        warm()
        self.root = root / "cases"
        self.root.mkdir()
        self.events: list[Event] = []
        self._providers = providers or (lambda _: reference_provider().Reference())
        self._config: dict[str, Any] = {}
        (self.root / "Pulumi.yaml").write_text(yaml.safe_dump({"name": "cases", "runtime": "python", **(project or {})}))
        self.write(program)
        self.configure()

    def write(self, program: str) -> None:
        (self.root / "__main__.py").write_text(textwrap.dedent(program))

    def configure(self, **config: Any) -> None:
        """Set configuration; names without a colon are the project's."""
        self._config |= {key if ":" in key else f"cases:{key}": value for key, value in config.items()}
        (self.root / "Pulumi.dev.yaml").write_text(yaml.safe_dump({"config": self._config}))

    def session(self) -> engine.Session:
        return engine.open_session(self.root, "dev", providers=self._providers, environment=PASSPHRASE)

    def preview(self, **options: Any) -> Result:
        return self._heard(lambda listener: self.session().preview(Options(**options), listener))

    def update(self, **options: Any) -> Result:
        return self._heard(lambda listener: self.session().update(Options(**options), listener))

    def destroy(self, **options: Any) -> Result:
        return self._heard(lambda listener: self.session().destroy(Options(**options), listener))

    def _heard(self, run: Any) -> Result:
        self.events = []
        return run(self.events.append)

    def resources(self) -> dict[str, Resource]:
        """The live resources of the state by name; those of the default providers are left out."""
        found = self.session().snapshot().resources
        return {r.urn.rpartition("::")[2]: r for r in found if not is_default_provider(r.urn) and not r.delete}


def ops(result: Result | Iterable[Step]) -> list[str]:
    """`op name` of each step, without the stack and default providers, in order of name."""
    steps = result.steps if isinstance(result, Result) else result
    shown = [s for s in steps if not is_default_provider(s.urn) and s.type != "pulumi:pulumi:Stack"]
    return [f"{s.op} {s.urn.rpartition('::')[2]}" for s in shown]


def errors(result: Result) -> list[str]:
    return [d.message for d in result.diagnostics if d.severity is Severity.ERROR]


def struct_of(value: Mapping[str, Any]) -> struct_pb2.Struct:
    struct = struct_pb2.Struct()
    struct.update(value)
    return struct


def clean(value: Any) -> Any:
    """JSON without what differs between runs, as the recordings have it."""
    if isinstance(value, dict):
        if value.get(SIGNATURE) == "1b47061264138c4ac30d75fd1eb44270":
            return "[secret]"
        return {key: clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [clean(item) for item in value]
    if isinstance(value, str):
        return UUID.sub(lambda found: found[0] if found[0] == UNKNOWN else "<uuid>", value)
    return value


def shown(step: Step) -> bool:
    """Whether `pulumi preview --json` has this step."""
    if is_default_provider(step.urn):
        return False
    if step.op == "same":
        changed = step.old is not None and step.new is not None and step.old.protect != step.new.protect
        return changed or step.type == "pulumi:pulumi:Stack"
    return step.logical


def digest(result: Result) -> list[dict[str, Any]]:
    """A preview's steps as the recordings have them."""
    steps = []
    for step in result.steps:
        if not shown(step):
            continue
        new = step.new
        detailed = {path: {"kind": entry.kind, "inputDiff": entry.input_diff} for path, entry in (step.detailed_diff or {}).items()}
        steps.append(
            {
                "op": str(step.op),
                "urn": step.urn,
                "replaceReasons": sorted(step.replace_reasons),
                "diffReasons": sorted(step.diff_reasons),
                "detailedDiff": dict(sorted(detailed.items())),
                "newInputs": None if new is None else _plain(new.inputs) or None,
                "newOutputs": None if new is None else _plain(new.outputs) or None,
            }
        )
    return sorted(steps, key=lambda step: (step["urn"], step["op"]))


def _plain(properties: Mapping[str, Any]) -> Any:
    return clean(to_json(_masked(properties), None))


def _masked(value: Any) -> Any:
    match value:
        case Secret():
            return "[secret]"
        case dict():
            return {key: _masked(item) for key, item in value.items()}
        case list():
            return [_masked(item) for item in value]
    return value


def state(snapshot: Snapshot) -> list[dict[str, Any]]:
    """A state as the recordings have it, in order of URN and id."""
    entries = []
    for resource in snapshot.resources:
        entry = clean(resource_to_json(resource, lambda text: text))
        kept = {key: value for key, value in entry.items() if key not in ("sourcePosition", "created", "modified")}
        entries.append(in_order(kept))
    return sorted(entries, key=lambda entry: (entry["urn"], entry.get("id", "")))


def in_order(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry whose sets of URNs stand in one order."""
    ordered = {key: sorted(value) if key in ("dependencies", "aliases") else value for key, value in entry.items()}
    if "propertyDependencies" in ordered:
        dependencies: dict[str, list[str]] = entry["propertyDependencies"]
        ordered["propertyDependencies"] = {key: sorted(urns or []) for key, urns in dependencies.items()}
    return ordered
