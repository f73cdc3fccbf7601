"""How a plugin's process is started: a folder with a PulumiPlugin.yaml, or an executable.

Source: sdk/go/common/resource/plugin/plugin.go (ExecPlugin).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import EngineError


class PluginError(EngineError):
    """A plugin cannot be started, or did not say where it listens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """What starts a plugin's process.

    Args:
        name: what messages call the plugin.
        command: the program and its arguments; the engine's address follows them.
        directory: the working directory; absolute.
        environment: all of the process's variables.
        arguments: what follows the engine's address.
    """

    name: str
    command: tuple[str, ...]
    directory: Path
    environment: Mapping[str, str]
    arguments: tuple[str, ...] = ()


def by_path(path: Path, directory: Path) -> Launch:
    """The start of a plugin that lies at a path.

    Args:
        path: the folder that holds PulumiPlugin.yaml and the plugin's program, or the plugin's executable.
        directory: the process's working directory.

    Raises:
        PluginError: the folder holds no plugin.
    """
    command = (str(path),) if path.is_file() else (str(_interpreter(path)), "-u", str(path))
    return Launch(name=str(path), command=command, directory=directory, environment=os.environ)


def _interpreter(folder: Path) -> Path:
    """The Python that runs a plugin: its virtualenv's where PulumiPlugin.yaml names one, else the running one.

    Raises:
        PluginError: the folder has no PulumiPlugin.yaml for Python, or the virtualenv has no interpreter.
    """
    from faults import yaml

    manifest = folder / "PulumiPlugin.yaml"
    if not manifest.is_file():
        raise PluginError(f"{folder} is not a plugin: it has no PulumiPlugin.yaml")
    document = yaml.load(manifest).value
    runtime = document.get("runtime") if isinstance(document, dict) else None
    name = runtime.get("name") if isinstance(runtime, dict) else runtime
    if name != "python":
        raise PluginError(f"{manifest}: given runtime {name!r}, expected python")
    options = runtime.get("options") if isinstance(runtime, dict) else None
    virtualenv = options.get("virtualenv") if isinstance(options, dict) else None
    if not virtualenv:
        return Path(sys.executable)
    python = folder / virtualenv / "bin" / "python"
    if not python.exists():
        raise PluginError(f"{manifest}: the virtualenv {virtualenv!r} has no interpreter at {python}")
    return python
