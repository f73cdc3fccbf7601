"""How a policy pack's process is started.

A pack in Python runs as `python -m pulumi.policy`, the SDK's own way in, with the interpreter of the pack's virtual environment.
For any other language the plugin `pulumi-analyzer-policy-<runtime>` has to be on PATH.

Source: pkg/resource/plugin/analyzer_plugin.go, RunPlugin in sdk/python/cmd/pulumi-language-python/main.go.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any

from .. import go_json
from ..host import ProgramSpec
from ..providers.launch import Launch
from ..virtualenv import activated
from .packs import Pack, PolicyPackError


def launch(pack: Pack, program: ProgramSpec) -> Launch:
    """The start of a pack's process.

    Args:
        pack: the pack.
        program: what it will look at, whose configuration it may read.

    Raises:
        PolicyPackError: nothing can run it.
    """
    told = _told(program)
    if pack.runtime != "python":
        command, arguments = _foreign(pack)
        return Launch(
            name=pack.path, command=command, arguments=arguments, directory=pack.folder, environment={**os.environ, **told}
        )
    python = _interpreter(pack)
    environment = {**activated(python), **told}
    if (pack.folder / "__main__.py").exists():
        command, arguments = (str(python), "-u", "-m", "pulumi.policy"), (str(pack.folder),)
    else:
        command, arguments = (str(python), "-u", "-m", "pulumi.run.plugin", _package(pack)), ()
    return Launch(name=pack.path, command=command, arguments=arguments, directory=pack.folder, environment=environment)


def _told(program: ProgramSpec) -> dict[str, str]:
    """What a pack finds in its environment: packs read configuration before they can be asked anything."""
    return {
        "PULUMI_ORGANIZATION": program.organization,
        "PULUMI_PROJECT": program.project,
        "PULUMI_STACK": program.stack,
        "PULUMI_DRY_RUN": "true" if program.dry_run else "false",
        "PULUMI_CONFIG": go_json.text_of(dict(program.config)),
    }


def _foreign(pack: Pack) -> tuple[tuple[str, ...], tuple[str, ...]]:
    plugin = f"pulumi-analyzer-policy-{pack.runtime}"
    found = shutil.which(plugin)
    if found is None:
        raise PolicyPackError(
            f'could not start policy pack "{pack.folder}" because the built-in analyzer plugin that runs policy plugins is missing:'
            f" no analyzer plugin '{plugin}' on your $PATH; fix: put it there, or write the pack in Python"
        )
    options = (f"-{key}={_text(value)}" for key, value in pack.options.items() if value not in (None, ""))
    return (found,), (".", *options)


def _text(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _interpreter(pack: Pack) -> Path:
    """The Python of the pack's virtual environment; the running one where it names none."""
    toolchain = pack.options.get("toolchain", "")
    if toolchain not in ("", "pip", "uv", "poetry"):
        raise _unstartable(pack, f"unsupported toolchain option: {toolchain}")
    given = pack.options.get("virtualenv") or ""
    if not isinstance(given, str):
        raise _unstartable(pack, "virtualenv option must be a string")
    if given:
        environment = pack.folder / given
    elif toolchain == "uv" or (not toolchain and _above(pack.folder, "uv.lock")):
        environment = _above(pack.folder, ".venv") or pack.folder / ".venv"
    elif toolchain == "poetry":
        raise _unstartable(pack, "its virtual environment is poetry's to find; fix: name it under runtime.options.virtualenv")
    else:
        return Path(sys.executable)
    python = environment / "bin" / "python"
    if not python.exists():
        how = "uv sync" if toolchain == "uv" else "python3 -m venv and pip install pulumi-policy"
        raise _unstartable(pack, f"there is no Python at {python}; fix: make its virtual environment, with {how}")
    return python


def _above(folder: Path, name: str) -> Path | None:
    """The nearest file of this name, in the folder or above it."""
    return next((place / name for place in (folder, *folder.parents) if (place / name).exists()), None)


def _package(pack: Pack) -> str:
    """The name of the package that a pack without a `__main__.py` is."""
    file = pack.folder / "pyproject.toml"
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        document = {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _unstartable(pack, f"parsing pyproject.toml: {error}") from None
    name = document.get("project", {}).get("name")
    if not name or not document.get("build-system", {}).get("build-backend"):
        raise _unstartable(pack, "plugin is not runnable, it provides neither __main__.py nor a buildable pyproject.toml")
    return str(name)


def _unstartable(pack: Pack, why: str) -> PolicyPackError:
    return PolicyPackError(f'policy pack "{pack.folder}" failed to start: {why}')
