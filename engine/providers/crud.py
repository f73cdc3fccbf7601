"""The operations on a resource that a provider carries out; the registry of providers has them too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..values import Properties
from .answers import Checked, Created, Diff, Read, Updated


class ResourceProvider(Protocol):
    """What a step needs of a provider. Times are in seconds, 0 for the provider's own default."""

    async def check(self, urn: str, old: Properties | None, new: Properties, *, seed: bytes, allow_unknowns: bool) -> Checked: ...

    async def diff(
        self,
        urn: str,
        id_: str,
        *,
        old_inputs: Properties,
        old_outputs: Properties,
        new_inputs: Properties,
        ignore_changes: Sequence[str],
        allow_unknowns: bool,
    ) -> Diff: ...

    async def create(
        self, urn: str, inputs: Properties, *, timeout: float = 0.0, preview: bool = False, operation: str = ""
    ) -> Created: ...

    async def read(
        self, urn: str, id_: str, *, inputs: Properties | None = None, state: Properties | None = None, timeout: float = 0.0
    ) -> Read: ...

    async def update(
        self,
        urn: str,
        id_: str,
        *,
        old_inputs: Properties,
        old_outputs: Properties,
        new_inputs: Properties,
        ignore_changes: Sequence[str] = (),
        timeout: float = 0.0,
        preview: bool = False,
        operation: str = "",
    ) -> Updated: ...

    async def delete(
        self, urn: str, id_: str, *, inputs: Properties, outputs: Properties, timeout: float = 0.0, operation: str = ""
    ) -> None: ...
