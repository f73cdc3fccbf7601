"""What was asked for: a policy pack's folder with its PulumiPolicy.yaml, and the configuration of its policies.

Source: sdk/go/common/workspace/project.go (PolicyPackProject), pkg/engine/update.go (LocalPolicyPack).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from faults import FaultError, yaml

from ..errors import EngineError
from ..result import PolicyPack
from . import settings
from .settings import Setting

MANIFEST: Final = "PulumiPolicy.yaml"
LONGEST_PATH: Final = 75
"""A longer path is shown without its middle."""


class PolicyPackError(EngineError):
    """A policy pack cannot be used."""

    @classmethod
    def of(cls, messages: Iterable[str]) -> PolicyPackError:
        """One error for several, each on a line of its own."""
        return cls("\nerror: ".join(messages))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A policy pack as it lies on the disk.

    Args:
        path: its folder as it was given, which is what people are shown.
        folder: the same, absolute.
        runtime: what runs it.
        options: the runtime's.
        version: what its manifest says; wins over what the pack says of itself. Empty where it says nothing.
        settings: the configuration that was given for its policies, by name.
        settings_file: where that was given; empty if nowhere.
    """

    path: str
    folder: Path
    runtime: str
    options: Mapping[str, Any] = field(default_factory=dict)
    version: str = ""
    settings: Mapping[str, Setting] = field(default_factory=dict)
    settings_file: str = ""

    def event_name(self, name: str) -> str:
        """How summaries call the pack, once its own name is known."""
        return f"{name}|local|{abbreviated(self.path)}"


def read_all(asked: Sequence[PolicyPack]) -> list[Pack]:
    """The packs that were asked for, in that order.

    Raises:
        PolicyPackError: with everything that is wrong with any of them.
    """
    packs, wrong = [], []
    for one in asked:
        try:
            packs.append(read(one))
        except PolicyPackError as error:
            wrong.append(str(error))
    if wrong:
        raise PolicyPackError.of(wrong)
    return packs


def read(asked: PolicyPack) -> Pack:
    """One pack.

    Raises:
        PolicyPackError: its manifest or the configuration of its policies is missing or faulty.
    """
    given: dict[str, Setting] = {}
    if asked.config:
        try:
            given = settings.read(asked.root / asked.config)
        except settings.SettingsError as error:
            raise PolicyPackError(f"{asked.config}: {error}") from None
        except OSError as error:
            raise PolicyPackError(f"open {asked.config}: {_reason(error)}") from None
    folder = (asked.root / asked.path).absolute()
    manifest = folder / MANIFEST
    try:
        document = yaml.load(manifest, shown=os.path.join(os.path.normpath(asked.path), MANIFEST))  # noqa: PTH118  as given
    except FaultError as error:
        raise _unloadable(asked, str(error)) from None
    except OSError as error:
        shown = os.path.join(os.path.normpath(asked.path), MANIFEST)  # noqa: PTH118  as given
        raise _unloadable(asked, f"open {shown}: {_reason(error)}") from None
    runtime = document.value.get("runtime")
    options = runtime.get("options") if isinstance(runtime, dict) else None
    name = runtime.get("name") if isinstance(runtime, dict) else runtime
    if name in (None, ""):
        raise _unloadable(asked, "project is missing a 'runtime' attribute")
    version = document.scalar(("version",))
    return Pack(
        path=asked.path,
        folder=folder,
        runtime=str(name),
        options=options if isinstance(options, dict) else {},
        version=version.text if version is not None and document.value["version"] is not None else "",
        settings=given,
        settings_file=asked.config,
    )


def abbreviated(path: str) -> str:
    """A path as people are shown it: cleaned, and if it is long, without its middle."""
    path = os.path.normpath(path)
    parts = path.split("/")
    if len(path) > LONGEST_PATH and len(parts) > 4:
        return "/".join([*parts[:2], "...", *parts[-2:]])
    return path


def _unloadable(asked: PolicyPack, why: str) -> PolicyPackError:
    return PolicyPackError(f'failed to load Pulumi policy project located at "{asked.path}": {why}')


def _reason(error: OSError) -> str:
    """What the system says, in the small letters in which Pulumi passes it on."""
    return (error.strerror or str(error)).lower()
