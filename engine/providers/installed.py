"""The versions of provider packages that the program's installed SDKs are made for, which hold where a request names none.

Each SDK says so in its pulumi-plugin.json. Source: sdk/python/cmd/pulumi-language-python/main.go (GetRequiredPackages),
pkg/engine/plugins.go (computeDefaultProviderPackages).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cached_property
from importlib.metadata import Distribution
from pathlib import Path


class Installed:
    """The SDKs in some folders of packages; they are read when the first request without a version comes.

    Args:
        folders: where packages are installed.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folders)

    def version(self, package: str) -> str:
        """The version of a provider package; empty where no SDK tells one."""
        return self._versions.get(package, "")

    @cached_property
    def _versions(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for folder in self._folders:
            for manifest in sorted(folder.glob("*/pulumi-plugin.json")):
                document = json.loads(manifest.read_text(encoding="utf-8"))
                if document.get("resource") and "parameterization" not in document:
                    module = manifest.parent.name
                    name = document.get("name") or module.removeprefix("pulumi_").replace("_", "-")
                    found[name] = (document.get("version") or _of_distribution(module, folder)).removeprefix("v")
        return found


def _of_distribution(module: str, folder: Path) -> str:
    """The version of the distribution itself, where it is one that a plugin can have too: a pre-release is written otherwise."""
    found = next(iter(Distribution.discover(name=module.replace("_", "-"), path=[str(folder)])), None)
    return found.version if found is not None and re.fullmatch(r"\d+\.\d+\.\d+", found.version) else ""
