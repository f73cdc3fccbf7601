"""From the entries of an import file to objects to import: every entry's URN, parent and provider, and the names of variables.

Source: parseImportFile in pkg/cmd/pulumi/operations/import.go.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from .. import encoding
from .. import urn as urns
from ..errors import EngineError
from ..properties import contains_unknown
from ..providers.registry import is_provider_type
from ..values import Properties
from .file import ImportFile, Spec
from .request import Import, ImportFileError

_PARTS: Final = ("major", "minor", "patch")


def resolve(
    file: ImportFile, *, stack: str, project: str, protect: bool, decrypt: Callable[[str], str]
) -> tuple[list[Import], dict[str, str]]:
    """The objects that a file asks for, and the name of the variable for each URN.

    Args:
        file: what was read, or given on the command line.
        stack: whose URNs they get.
        project: the same.
        protect: whether they are protected.
        decrypt: for secrets among the inputs and outputs.

    Raises:
        ImportFileError: every fault of the file that can be told at once.
    """
    resolver = _Resolver(file, stack, project, decrypt)
    resolver.check()
    resolver.name()
    return [resolver.resolved(spec, protect=protect) for spec in resolver.specs], resolver.finish()


class _Resolver:
    def __init__(self, file: ImportFile, stack: str, project: str, decrypt: Callable[[str], str]) -> None:
        self._file, self._stack, self._project, self._decrypt = file, stack, project, decrypt
        self.specs = [_with_both_names(spec) for spec in file.resources]
        self._faults: list[str] = []
        self._urns: dict[str, str] = {**file.name_table, **dict.fromkeys((spec.name for spec in self.specs), "")}
        """What each name means; empty for an entry whose parent is not known yet."""
        self._ambiguous: dict[str, bool] = {spec.name: False for spec in file.resources}
        self._names = {urn: name for name, urn in file.name_table.items()}

    def check(self) -> None:
        """Whether each entry says what it must, before entries are related to each other."""
        seen: set[str] = set()
        for index, spec in enumerate(self.specs):
            self._faults += [f"{_described(index, spec)} {fault}" for fault in _faults_of(spec)]
            if spec.name in seen:
                self._ambiguous[spec.name] = True
            seen.add(spec.name)
        self._raise()

    def name(self) -> None:
        """Give every entry its URN, parents first, and its variable a name that nothing else has."""
        taken = set(self._file.name_table.values())
        waiting = list(enumerate(self.specs))
        while waiting and not self._faults:
            later = []
            for index, spec in waiting:
                parent = self._parent_of(index, spec)
                if parent is None:
                    later.append((index, spec))
                    continue
                parent_type = urns.qualified_type_of(parent) if parent else ""
                urn = urns.make(self._stack, self._project, parent_type, spec.type, spec.logical_name)
                if urn in taken:
                    self._fault(spec, "has an ambiguous URN, set name (or logical name) to be unique")
                taken.add(urn)
                self._urns[spec.name] = urn
                self._names[urn] = self._variable(spec)
            if len(later) == len(waiting):
                cycle = ", ".join(f"'{spec.name}'" for _, spec in later)
                self._faults.append(f"the parents of {cycle} lead back to themselves; fix: give one of them no parent")
            waiting = later
        self._raise()

    def _parent_of(self, index: int, spec: Spec) -> str | None:
        """The parent's URN, empty without one; None while it is not known yet."""
        if not spec.parent:
            return ""
        if self._ambiguous.get(spec.parent):
            self._faults.append(f"{_described(index, spec)} has an ambiguous parent")
        if spec.parent in self._file.name_table:
            return self._file.name_table[spec.parent]
        if spec.parent not in self._urns:
            self._faults.append(f"the parent '{spec.parent}' for {_described(index, spec)} has no entry in 'nameTable'")
            return ""
        return self._urns[spec.parent] or None

    def _variable(self, spec: Spec) -> str:
        if spec.name not in self._names.values():
            return spec.name
        name = unique_name(spec.name, spec.type, self._ambiguous)
        self._ambiguous[name] = True
        return name

    def _provider_of(self, spec: Spec) -> str:
        if not spec.provider:
            return ""
        if self._ambiguous.get(spec.provider):
            self._fault(spec, "has an ambiguous provider")
        urn = self._urns.get(spec.provider)
        if urn is None:
            of = self._described(spec)
            self._faults.append(f"the provider '{spec.provider}' for {of} has no entry in 'nameTable' or 'resources'")
        elif not urns.is_urn(urn) or not is_provider_type(urns.type_of(urn)):
            self._faults.append(f"the provider '{spec.provider}' for {self._described(spec)} is not a provider")
        return urn or ""

    def resolved(self, spec: Spec, *, protect: bool) -> Import:
        of_provider = is_provider_type(spec.type)
        configured = self._file.provider_inputs
        inputs = spec.inputs if spec.inputs is not None or not of_provider else configured.get(spec.name)
        found = Import(
            type=spec.type,
            name=spec.logical_name,
            id=spec.id,
            parent=self._urns.get(spec.parent, ""),
            provider=self._provider_of(spec),
            version=self._version(spec),
            url=spec.url,
            protect=protect,
            properties=spec.properties,
            component=spec.component,
            remote=spec.remote,
            inputs=self._properties(spec, inputs, "provider inputs" if of_provider else "inputs"),
            outputs=None if of_provider else self._properties(spec, spec.outputs, "outputs"),
            provider_inputs=self._properties(spec, configured.get(spec.provider), "provider inputs"),
        )
        for field, values in (("inputs", found.inputs), ("outputs", found.outputs), ("providerInputs", found.provider_inputs)):
            if contains_unknown(values):
                of = self._described(spec)
                self._faults.append(f"the {field} for {of} contain unknown values; fill them in before importing")
        return found

    def _properties(self, spec: Spec, data: Mapping[str, Any] | None, what: str) -> Properties | None:
        if data is None:
            return None
        try:
            return encoding.properties_from_json(data, self._decrypt)
        except (ValueError, EngineError) as error:
            self._faults.append(f"could not deserialize {what} for {self._described(spec)}: {error}")
            return None

    def _version(self, spec: Spec) -> str:
        try:
            return _tolerant(spec.version)
        except ValueError as error:
            self._faults.append(f"could not parse version '{spec.version}' for {self._described(spec)}: {error}")
            return ""

    def finish(self) -> dict[str, str]:
        """The names of variables by URN."""
        self._raise()
        return self._names

    def _described(self, spec: Spec) -> str:
        return _described(self.specs.index(spec), spec)

    def _fault(self, spec: Spec, fault: str) -> None:
        self._faults.append(f"{self._described(spec)} {fault}")

    def _raise(self) -> None:
        if self._faults:
            raise ImportFileError(self._faults)


def unique_name(name: str, type_: str, taken: Mapping[str, object]) -> str:
    """A name for a variable that is free: with the type behind it, and if need be a number."""
    kind = type_.rpartition(":")[2]
    base = f"{name}{kind[:1].upper()}{kind[1:]}"
    found, number = base, 2
    while found in taken:
        found, number = f"{base}{number}", number + 1
    return found


def _with_both_names(spec: Spec) -> Spec:
    return dataclasses.replace(spec, name=spec.name or spec.logical_name, logical_name=spec.logical_name or spec.name)


def _faults_of(spec: Spec) -> list[str]:
    faults = [f"has no {what}" for what, given in (("type", spec.type), ("name", spec.name)) if not given]
    if is_provider_type(spec.type):
        if spec.id:
            faults.append("has an ID, but is a provider, which is created rather than read")
        if spec.component:
            faults.append("is a provider and may not be marked as a component")
        if spec.outputs:
            faults.append("is a provider and may not have outputs")
    elif not spec.component and not spec.id:
        faults.append("has no ID")
    elif spec.component and spec.id:
        faults.append("has an ID, but is marked as a component")
    if spec.remote and not spec.component:
        faults.append("is marked as remote, but not as a component")
    return faults


def _described(index: int, spec: Spec) -> str:
    """An entry by what it has of name, id and type."""
    named = f"'{spec.name or spec.id}'" if spec.name or spec.id else str(index)
    return f"resource {named}" + (f" of type '{spec.type}'" if spec.type else "")


def _tolerant(version: str) -> str:
    """A version with all its three numbers, out of one that may lack some or begin with a `v`."""
    if not version:
        return ""
    given = version.strip().removeprefix("v")
    numbers = re.split("[-+]", given, maxsplit=1)[0]
    parts = numbers.split(".", 2)
    parts += ["0"] * (len(_PARTS) - len(parts))
    for kind, part in zip(_PARTS, parts, strict=True):
        if not re.fullmatch("[0-9]+", part):
            raise ValueError(f'Invalid character(s) found in {kind} number "{part}"')
    return ".".join(str(int(part)) for part in parts) + given.removeprefix(numbers)
