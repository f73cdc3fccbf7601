"""An installed SDK: which class each resource type has, and what that takes."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Final

from .module import Module, module
from .types import Record

_PUBLISHERS: Final = ("pulumi", "pulumiverse")
_TABLE: Final = 'resource_modules="""'
_SETTING: Final = re.compile(r"__config__\.get\w*\('(\w+)'\)")
_PROVIDERS: Final = "pulumi:providers:"


class Sdk:
    """The source of an SDK.

    Args:
        root: the folder of its package.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    @cache  # noqa: B019  SDKs live as long as the process
    def arguments(self, token: str) -> Record | None:
        """What a resource type takes; None where the SDK does not have the type, or in a form that is not known here."""
        place, name = (self._root.name, "Provider") if is_provider(token) else self._classes.get(token, ("", ""))
        if not place:
            return None
        files = _files(self._root.parent.joinpath(*place.split(".")), name)
        found = (each.here(f"{name}{ending}") for each in files for ending in ("InitArgs", "Args"))
        return next((record for record in found if isinstance(record, Record)), None)

    @cached_property
    def settings(self) -> frozenset[str]:
        """What the configuration can set of its provider, some of which the provider's class does not have."""
        file = self._root / "config" / "vars.py"
        return frozenset(_SETTING.findall(file.read_text(encoding="utf-8"))) if file.is_file() else frozenset()

    @property
    def types(self) -> frozenset[str]:
        """The tokens of its resource types."""
        return frozenset(self._classes)

    @cached_property
    def _classes(self) -> dict[str, tuple[str, str]]:
        """By type, the package and the name of its class: the table that the SDK registers when it is imported."""
        text = (self._root / "__init__.py").read_text(encoding="utf-8")
        _, _, rest = text.partition(_TABLE)
        table, _, _ = rest.partition('"""')
        return {token: (entry["fqn"], name) for entry in json.loads(table or "[]") for token, name in entry["classes"].items()}


def _files(folder: Path, name: str) -> Iterator[Module]:
    """The files that may have a resource's class: one that is called as it, or else any that declares it."""
    names = _names(folder)
    called = names.get(name.lower())
    if called is not None:
        yield module(folder / called)
        return
    others = (module(folder / other) for other in names.values() if not other.startswith("_"))
    yield from (each for each in others if each.defines(f"class {name}(pulumi.CustomResource"))


@cache
def _names(folder: Path) -> dict[str, str]:
    """The files of a folder, by their names without what they part words with."""
    found = (name for name in os.listdir(folder) if name.endswith(".py"))  # noqa: PTH208  a thousand paths take 20 ms
    return {name.removesuffix(".py").replace("_", "").lower(): name for name in sorted(found)}


@lru_cache(maxsize=64)
def sdk(package: str, libraries: Sequence[Path]) -> Sdk | None:
    """The SDK of a package; None where it is not installed.

    Args:
        package: its name, as in type tokens.
        libraries: where packages are installed, a tuple.
    """
    names = [f"{publisher}_{package.replace('-', '_')}" for publisher in _PUBLISHERS]
    roots = (folder / name for folder in libraries for name in names)
    return next((Sdk(root) for root in roots if (root / "__init__.py").is_file()), None)


def package_of(token: str) -> str:
    """The package whose SDK has a type: of a provider, the one that it is of."""
    return token.removeprefix(_PROVIDERS) if token.startswith(_PROVIDERS) else token.partition(":")[0]


def is_provider(token: str) -> bool:
    return token.startswith(_PROVIDERS)
