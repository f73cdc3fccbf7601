"""What a virtual environment's activation means for the processes that run in it."""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path


def activated(interpreter: Path | None) -> dict[str, str]:
    """The variables of this process with an interpreter's virtual environment activated, as Pulumi's language host does it.

    Args:
        interpreter: a Python; None for the running one. One outside a virtual environment changes nothing.
    """
    python = interpreter or Path(sys.executable)
    environment = dict(os.environ)
    if (python.parent.parent / "pyvenv.cfg").is_file():
        environment.pop("PYTHONHOME", None)
        environment["VIRTUAL_ENV"] = str(python.parent.parent)
        environment["PATH"] = f"{python.parent}{os.pathsep}{environment.get('PATH', '')}"
    return environment


def site_packages(interpreter: Path | None) -> list[Path]:
    """The folders of the packages that are installed for an interpreter.

    Args:
        interpreter: a virtual environment's Python; None for the running one.
    """
    if interpreter is None:
        return [Path(sysconfig.get_path("purelib"))]
    return sorted((interpreter.parent.parent / "lib").glob("python*/site-packages"))
