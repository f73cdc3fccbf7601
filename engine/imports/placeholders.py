"""The import file of a preview: an entry for each resource that would be created, with a place for its id.

Source: buildImportFile in pkg/cmd/pulumi/operations/preview.go.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, Final

from .. import encoding
from .. import urn as urns
from ..events import Event, Op, StepStarted
from ..properties import contains_secret, contains_unknown
from ..providers.registry import INTERNAL, VERSION, is_default_provider, is_provider_type
from ..resource import Resource
from ..values import Properties
from .file import ImportFile, Spec
from .keys import StackKeys
from .resolving import unique_name

PLACEHOLDER: Final = "<PLACEHOLDER>"


class Placeholders:
    """Listens to a preview and collects what it would create.

    Args:
        keys: encrypts the secrets among the configuration of providers.
        warn: takes what a person must know about configuration that cannot be written down.
    """

    def __init__(self, keys: StackKeys, warn: Callable[[str], None]) -> None:
        self._keys = keys
        self._warn = warn
        self._specs: list[Spec] = []
        self._table: dict[str, str] = {}
        self._names: dict[str, str] = {}
        """The name of each resource by URN."""
        self._taken: dict[str, tuple[str, str]] = {}
        """Whose each name is: the resource's own name, and its type."""
        self._created: set[str] = set()
        self._configured: dict[str, Properties] = {}

    @property
    def file(self) -> ImportFile:
        return ImportFile(name_table=self._table, resources=tuple(self._specs))

    def __call__(self, event: Event) -> None:
        if not isinstance(event, StepStarted):
            return
        step = event.step
        name = self._name(step.urn)
        self._names[step.urn] = name
        self._taken[name] = (urns.name_of(step.urn), step.type)
        latest = step.new or step.old
        if latest is not None and is_provider_type(step.type):
            self._configured[step.urn] = latest.inputs
        if step.op is not Op.CREATE or step.new is None or step.type == urns.ROOT_STACK_TYPE:
            return
        self._created.add(step.urn)
        if not is_default_provider(step.urn):
            self._specs.append(self._spec(step.new, name))

    def _name(self, urn: str) -> str:
        """A name of its own: the resource's, unless another one of that name came before."""
        name, type_ = urns.name_of(urn), urns.type_of(urn)
        if name not in self._taken:
            return name
        theirs, their_type = self._taken[name]
        if theirs == name:
            return unique_name(name, type_, self._taken)
        self._rename(name, unique_name(theirs, their_type, self._taken))
        return name

    def _rename(self, name: str, new: str) -> None:
        """Give up a name that was made for another resource, for the one that really has it."""
        if name in self._table:
            self._table[new] = self._table.pop(name)
        self._specs = [
            dataclasses.replace(
                spec,
                name=new if spec.name == name else spec.name,
                parent=new if spec.parent == name else spec.parent,
                provider=new if spec.provider == name else spec.provider,
            )
            for spec in self._specs
        ]
        self._taken[new] = self._taken.pop(name)

    def _spec(self, new: Resource, name: str) -> Spec:
        of_provider = is_provider_type(new.type)
        own_name = urns.name_of(new.urn)
        provider, configured = self._provider(new)
        internal = configured.get(INTERNAL)
        return Spec(
            type=new.type,
            name=name,
            id=PLACEHOLDER if new.custom and not of_provider else "",
            parent=self._parent(new),
            provider=provider,
            component=not new.custom,
            remote=not new.custom and bool(new.provider),
            version=str(configured.get(VERSION) or ""),
            url=str(internal.get("pluginDownloadURL", "")) if isinstance(internal, dict) else "",
            inputs=self._configuration(new) if of_provider else None,
            logical_name="" if name == own_name else own_name,
        )

    def _parent(self, new: Resource) -> str:
        if not new.parent or urns.qualified_type_of(new.parent) == urns.ROOT_STACK_TYPE:
            return ""
        return self._referred(new.parent)

    def _provider(self, new: Resource) -> tuple[str, Properties]:
        """The name of an explicit provider, and the configuration of whichever it is."""
        if not new.provider:
            return "", {}
        urn = urns.split_reference(new.provider)[0]
        return "" if is_default_provider(urn) else self._referred(urn), self._configured.get(urn, {})

    def _referred(self, urn: str) -> str:
        """The name of a resource that is referred to; the name table has those that exist already."""
        name = self._names[urn]
        if urn not in self._created:
            self._table[name] = urn
        return name

    def _configuration(self, provider: Resource) -> Mapping[str, Any] | None:
        """A provider's configuration, as far as it is known and can be written down."""
        unknown = sorted(key for key, value in provider.inputs.items() if contains_unknown(value))
        if unknown:
            self._omit(provider.urn, "is not known during the preview", unknown)
        known = {key: value for key, value in provider.inputs.items() if key not in unknown}
        if not self._keys.exist and (secret := sorted(key for key, value in known.items() if contains_secret(value))):
            self._omit(provider.urn, "is secret, this stack has no salt to encrypt it with yet,", secret)
            known = {key: value for key, value in known.items() if key not in secret}
        return {key: encoding.to_json(known[key], self._keys.encrypt) for key in sorted(known)} or None

    def _omit(self, urn: str, why: str, keys: list[str]) -> None:
        omitted = "has been omitted from the import file, fill it in before importing"
        self._warn(f"configuration of provider {urn} {why} and {omitted}: {', '.join(keys)}")
