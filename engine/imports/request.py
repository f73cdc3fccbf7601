"""One object to import, and what is wrong with a list of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .. import urn as urns
from ..errors import EngineError
from ..values import Properties


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """An object to be taken into the state.

    Args:
        type: the resource's type token.
        name: the resource's name.
        id: the object's id; empty for a component and for a provider.
        parent: the parent's URN; empty for the stack.
        provider: the URN of an explicit provider; empty for the package's default provider.
        version: the provider's version; empty for the one that the program's SDK asks for.
        url: where the provider's plugin comes from.
        protect: whether the resource is protected from deletion.
        properties: the inputs that were asked for.
        component: nothing is read; the resource is a component.
        remote: the component belongs to a provider.
        inputs: inputs that reading cannot give; of a provider, its configuration.
        outputs: the whole state of the object, which is then not read.
        provider_inputs: the configuration of the explicit provider, where the state has none yet.
    """

    type: str
    name: str
    id: str = ""
    parent: str = ""
    provider: str = ""
    version: str = ""
    url: str = ""
    protect: bool = True
    properties: tuple[str, ...] = ()
    component: bool = False
    remote: bool = False
    inputs: Properties | None = None
    outputs: Properties | None = None
    provider_inputs: Properties | None = None

    @property
    def needs_provider(self) -> bool:
        return not self.component or self.remote

    def urn_in(self, stack: str, project: str) -> str:
        """The URN that the resource gets."""
        return urns.make(stack, project, urns.qualified_type_of(self.parent) if self.parent else "", self.type, self.name)


class ImportFileError(EngineError):
    """What is to be imported cannot be followed: every fault of it at once."""

    def __init__(self, faults: Sequence[str]) -> None:
        if len(faults) == 1:
            super().__init__(faults[0])
        else:
            listed = "".join(f"\n    {number}) {fault}" for number, fault in enumerate(faults, 1))
            super().__init__(f"{len(faults)} errors occurred:{listed}")
