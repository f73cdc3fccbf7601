"""Under which circumstances an update was run: the machine, the command's options, the repository, the build server.

Of variables and options, only that they were set is kept, never what to. Source: pkg/cmd/pulumi/metadata/metadata.go.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Final

from ..deployment import SIMULATED
from ..project import Project
from .build_server import build
from .repository import Repository

_PREFIX: Final = "PULUMI_"
_SWITCHES: Final = frozenset(
    {
        "AUTOMATION_API_SKIP_VERSION_CHECK",
        "CONTINUE_ON_ERROR",
        "DEBUG_COMMANDS",
        "DEV",
        "DISABLE_AUTOMATIC_PLUGIN_ACQUISITION",
        "DISABLE_JOURNALING",
        "DISABLE_OUTPUT_VALUES",
        "DISABLE_PROVIDER_PREVIEW",
        "DISABLE_REGISTRY_RESOLVE",
        "DISABLE_RESOURCE_REFERENCES",
        "DISABLE_SECRET_CACHE",
        "DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS",
        "DIY_BACKEND_GZIP",
        "DIY_BACKEND_LEGACY_LAYOUT",
        "DIY_BACKEND_NO_LEGACY_WARNING",
        "DIY_BACKEND_RETAIN_CHECKPOINTS",
        "DIY_BACKEND_ZSTD",
        "ENABLE_LEGACY_DIFF",
        "ENABLE_LEGACY_REFRESH_DIFF",
        "ENABLE_STREAMING_JSON_PREVIEW",
        "ERROR_ON_DEPENDENCY_CYCLES",
        "ERROR_OUTPUT_STRING",
        "EXPERIMENTAL",
        "FALLBACK_TO_STATE_SECRETS_MANAGER",
        "GOROUTINE_PANIC_RECOVERY",
        "IGNORE_AMBIENT_PLUGINS",
        "NEO",
        "PARALLEL_DIFF",
        "RUN_PROGRAM",
        "SKIP_CHECKPOINTS",
        "SKIP_CONFIRMATIONS",
        "SKIP_UPDATE_CHECK",
        "SUPPRESS_NEO_LINK",
    }
)
"""Pulumi's variables that are on or off: of these, which of the two is kept."""
_ARCHITECTURES: Final = {"x86_64": "amd64", "aarch64": "arm64"}


class Facts:
    """Gathers the facts of one update: the repository is asked at once, and answers while the update runs.

    Args:
        project: what is deployed.
        flags: the options given on the command line, by name: `true` or `false` of a switch, `set` of others.
        environment: this process's variables.
        program: whether the program is run.
    """

    def __init__(self, project: Project, flags: Mapping[str, str], environment: Mapping[str, str], *, program: bool) -> None:
        self._project = project
        self._flags = flags
        self._environment = environment
        self._program = program
        self._repository = Repository(project.root, environment)

    def gathered(self) -> tuple[dict[str, str], str]:
        """The facts, by Pulumi's keys, and the title of the commit."""
        building, machine = build(self._environment), os.uname()
        repository, title = self._repository.facts(branch=building.branch)
        facts = {
            **{f"pulumi.env.{name}": state for name, state in self._variables()},
            **{f"pulumi.flag.{name}": state for name, state in self._flags.items()},
            "pulumi.version": SIMULATED,
            "pulumi.os": machine.sysname.lower(),
            "pulumi.arch": _ARCHITECTURES.get(machine.machine, machine.machine),
            **repository,
            **building.facts,
            **(self._runtime() if self._program else {}),
            "exec.kind": "cli",
            "updatePlan": "false",
            "stack.environments": "[]",
        }
        return facts, title

    def _variables(self) -> list[tuple[str, str]]:
        found = []
        for name, value in self._environment.items():
            if name.startswith(_PREFIX):
                switch = name.removeprefix(_PREFIX) in _SWITCHES
                found.append((name, str(value == "1" or value.lower() == "true").lower() if switch else "set"))
        return found

    def _runtime(self) -> dict[str, str]:
        interpreter = self._project.interpreter
        facts = {"runtime.name": "python", "runtime.executable": str(interpreter or sys.executable)}
        return facts if interpreter else {**facts, "runtime.version": ".".join(map(str, sys.version_info[:3]))}
