"""Projects made for one test, run by the engine on the reference provider of the conformance cases."""

from __future__ import annotations

import importlib.util
import os
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
from engine.events import Event, Severity, Step
from engine.host import zygote
from engine.providers.registry import is_default_provider
from engine.resource import Resource
from engine.result import Options, Result

CONFORMANCE = Path(__file__).parents[1] / "conformance"
PASSPHRASE = {"PULUMI_CONFIG_PASSPHRASE": "cases"}
_SDKS = """
import pulumi_aws, pulumi_alicloud, pulumi_kubernetes
pulumi_aws.ec2.Vpc, pulumi_aws.Provider, pulumi_alicloud.vpc.Network, pulumi_kubernetes.apps.v1.Deployment, pulumi_kubernetes.Provider
"""

HEAD = """
import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts
step = pulumi.Config().require_int("step")
"""
"""How a program begins whose steps are told apart by the configuration."""


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
        self._warm()
        self.root = root / "cases"
        self.root.mkdir()
        self.events: list[Event] = []
        self._providers = providers or (lambda _: reference_provider().Reference())
        self._config: dict[str, Any] = {}
        (self.root / "Pulumi.yaml").write_text(yaml.safe_dump({"name": "cases", "runtime": "python", **(project or {})}))
        self.write(program)
        self.configure()

    def _warm(self) -> None:
        warm()

    def write(self, program: str) -> None:
        """Write the program, a second later than before: Python takes a text of the same length and second for the same program."""
        path = self.root / "__main__.py"
        later = path.stat().st_mtime + 1 if path.exists() else None
        path.write_text(textwrap.dedent(program))
        if later is not None and path.stat().st_mtime < later:
            os.utime(path, (later, later))

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
