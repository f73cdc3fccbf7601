"""Which Python runs a program: that of the project's virtual environment, where its toolchain keeps it.

Source: sdk/python/toolchain/{toolchain,pip,uv,poetry}.go.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

TOOLCHAINS: Final = ("pip", "poetry", "uv")
_WHERE_NOTHING_SAYS: Final = ".venv"


def environment_of(root: Path, directory: Path, options: Mapping[str, Any]) -> tuple[Path | None, str]:
    """The folder of a project's virtual environment, which need not exist, and what Pulumi.yaml says of it, for messages.

    Args:
        root: the folder of Pulumi.yaml.
        directory: where the program runs.
        options: `runtime.options` of Pulumi.yaml.

    Returns:
        No folder where the project names none: it runs with whatever Python there is.
    """
    toolchain, named = options.get("toolchain"), options.get("virtualenv")
    if toolchain == "poetry":
        return _poetrys(directory), "poetry's environment"
    if named:
        return root / str(named), str(named)
    if toolchain == "uv":
        folder = _above(root, "uv.lock") or _above(root, "pyproject.toml") or root
        return folder / _WHERE_NOTHING_SAYS, f"uv's {_WHERE_NOTHING_SAYS}"
    return None, ""


def python_of(environment: Path) -> Path | None:
    """The Python of a virtual environment; None where it has none."""
    python = environment / "bin" / "python"
    return python if python.exists() else None


def running(environment: Path) -> bool:
    """Whether it is the environment that runs this."""
    return environment.resolve() == Path(sys.prefix).resolve()


def _poetrys(directory: Path) -> Path:
    """Poetry's environment of a project: beside its pyproject.toml, or where poetry says."""
    folder = _above(directory, "pyproject.toml") or directory
    beside = folder / _WHERE_NOTHING_SAYS
    poetry = shutil.which("poetry")
    if poetry is None or python_of(beside) is not None:
        return beside
    told = subprocess.run([poetry, "env", "info", "--path"], cwd=folder, capture_output=True, text=True, check=False)
    return Path(told.stdout.strip()) if told.returncode == 0 and told.stdout.strip() else beside


def _above(directory: Path, name: str) -> Path | None:
    """The nearest folder, from this one upwards, that has a file of this name."""
    return next((folder for folder in (directory, *directory.parents) if (folder / name).is_file()), None)
