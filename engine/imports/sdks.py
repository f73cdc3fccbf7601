"""Which version of a provider the program's SDK asks for.

Source: sdk/python/cmd/pulumi-language-python (GetRequiredPackages): what a package's `pulumi-plugin.json` says.
"""

from __future__ import annotations

import json
import sysconfig
from pathlib import Path


def version_for(package: str, interpreter: Path | None) -> str:
    """The version of a package's provider; empty where no SDK of it is installed, or its SDK says none.

    Args:
        package: the package, as in type tokens.
        interpreter: the Python of the program's virtual environment; None for the one that runs this.
    """
    module = f"pulumi_{package.replace('-', '_')}"
    for site in _site_packages(interpreter):
        try:
            return str(json.loads((site / module / "pulumi-plugin.json").read_text()).get("version", "")).removeprefix("v")
        except (OSError, ValueError, AttributeError):  # no such SDK, or one that was not made by Pulumi's generator
            continue
    return ""


def _site_packages(interpreter: Path | None) -> list[Path]:
    if interpreter is None:
        return [Path(sysconfig.get_path("platlib")), Path(sysconfig.get_path("purelib"))]
    return sorted(interpreter.parent.parent.glob("lib*/python*/site-packages"))
