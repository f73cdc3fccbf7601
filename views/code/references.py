"""Which values are other resources' ids, names and ARNs: the code then names the resource instead of repeating the value.

Source: pkg/importer/language.go (createImportState), pkg/importer/hcl2.go (filterReferences).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from engine.resource import Resource
from engine.values import Secret

_TELLING: Final = ("arn", "name")
"""The outputs by which others refer to a resource, beside its id."""


class References:
    """The values that identify resources.

    Args:
        resources: those that are declared.
        variables: their variables by URN.
    """

    def __init__(self, resources: Sequence[Resource], variables: Mapping[str, str]) -> None:
        self._known: list[tuple[str, str, str]] = []
        for resource in resources:
            variable = variables[resource.urn]
            if not resource.id:
                continue
            self._known.append((resource.urn, resource.id, f"{variable}.id"))
            for key in _TELLING:
                value = resource.outputs.get(key)
                value = value.value if isinstance(value, Secret) else value
                if isinstance(value, str):
                    self._known.append((resource.urn, value, f"{variable}.{key}"))

    def beyond(self, urn: str) -> dict[str, tuple[str, str]]:
        """URN and expression by value, as the resource of a URN may use them: no value of its own, none that may mean two."""
        others = [known for known in self._known if known[0] != urn]
        counted = Counter(value for _, value, _ in others)
        return {value: (of, expression) for of, value, expression in others if counted[value] == 1}
