"""The JSON of an import file.

```
{"nameTable": {"vpc": "urn:…"}, "resources": [{"type": "aws:ec2/subnet:Subnet", "name": "a", "id": "subnet-1", "parent": "vpc"}]}
```
Source: importFile and importSpec in pkg/cmd/pulumi/operations/import.go.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from .. import urn as urns
from ..errors import EngineError
from .request import ImportFileError


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """One entry of an import file; `name` is that of the variable, `logical_name` the resource's where the two differ."""

    type: str = ""
    name: str = ""
    id: str = ""
    parent: str = ""
    provider: str = ""
    version: str = ""
    url: str = ""
    properties: tuple[str, ...] = ()
    component: bool = False
    remote: bool = False
    inputs: Mapping[str, Any] | None = None
    outputs: Mapping[str, Any] | None = None
    logical_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFile:
    """What is to be imported; the name table says which URNs its names mean beyond its own entries."""

    name_table: Mapping[str, str] = field(default_factory=dict)
    resources: tuple[Spec, ...] = ()
    provider_inputs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


_KEYS: Final = {"url": "pluginDownloadUrl", "logical_name": "logicalName"}
"""Where the key of a field is not its name."""
_KINDS: Final[Mapping[type, str]] = {str: "a text", bool: "true or false", dict: "an object", list: "a list"}
_UNSUPPORTED: Final = ("parameterization", "extension")
_FIELDS: Final = tuple((f.name, _KEYS.get(f.name, f.name), f.default) for f in fields(Spec))


def read(path: Path) -> ImportFile:
    """The import file at a path.

    Raises:
        EngineError: it cannot be read, or is no JSON.
        ImportFileError: it is no import file; every fault at once.
    """
    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise EngineError(f"could not read import file: open {path}: {(error.strerror or str(error)).lower()}") from error
    except ValueError as error:
        raise EngineError(f"could not read import file: {path} is no JSON: {error}") from error
    return from_json(data)


def from_json(data: Any) -> ImportFile:
    """The import file of a JSON document; keys that it does not know are left alone, as Pulumi leaves them.

    Raises:
        ImportFileError: something in it has another kind than it must have.
    """
    faults: list[str] = []

    def of(kind: type, value: Any, where: str) -> Any:
        if value is None:
            return kind()
        if type(value) is not kind:
            faults.append(f"could not read import file: {where}: given {json.dumps(value)}, expected {_KINDS[kind]}")
            return kind()
        return value

    document = of(dict, data, "the document")
    specs = []
    for index, given in enumerate(of(list, document.get("resources"), "resources")):
        where = f"resources[{index}]"
        entry = of(dict, given, where)
        faults += [
            f"could not read import file: {where}.{key}: parameterized packages are not supported by this engine"
            for key in _UNSUPPORTED
            if entry.get(key) is not None
        ]
        values: dict[str, Any] = {}
        for name, key, default in _FIELDS:
            given_value = entry.get(key)
            if given_value is None:
                continue
            if name == "properties":
                items = of(list, given_value, f"{where}.{key}")
                values[name] = tuple(of(str, item, f"{where}.{key}[{i}]") for i, item in enumerate(items))
            else:
                values[name] = of(dict if default is None else type(default), given_value, f"{where}.{key}")
        specs.append(Spec(**values))
    table = {key: of(str, value, f"nameTable.{key}") for key, value in of(dict, document.get("nameTable"), "nameTable").items()}
    configured = of(dict, document.get("providerInputs"), "providerInputs")
    inputs = {key: of(dict, value, f"providerInputs.{key}") for key, value in configured.items()}
    if faults:
        raise ImportFileError(faults)
    return ImportFile(name_table=table, resources=tuple(specs), provider_inputs=inputs)


def to_text(file: ImportFile) -> str:
    """The file as Pulumi writes it."""
    resources = [
        {key: list(value) if isinstance(value, tuple) else value for name, key, _ in _FIELDS if (value := getattr(spec, name))}
        for spec in file.resources
    ]
    table = {key: file.name_table[key] for key in sorted(file.name_table)}
    document = {key: value for key, value in (("nameTable", table), ("resources", resources)) if value}
    return json.dumps(document, indent=4, ensure_ascii=False) + "\n"


def inline(type_: str, name: str, id_: str, *, properties: Sequence[str] = (), parent: str = "", provider: str = "") -> ImportFile:
    """The import file of the one object that a command line names.

    Args:
        type_: the type token.
        name: the resource's name.
        id_: the object's id.
        properties: the inputs asked for.
        parent: `name=urn` or a URN; empty for the stack.
        provider: the same, of a provider; empty for the default one.

    Raises:
        EngineError: the parent is no URN, or both have the same name.
    """
    table: dict[str, str] = {}
    parent_name = provider_name = ""
    if parent:
        parent_name, urn = _named(parent, "parent")
        if not urns.is_urn(urn):
            raise EngineError(f"invalid parent URN: '{urn}'")
        table[parent_name] = urn
    if provider:
        provider_name, urn = _named(provider, "provider")
        if provider_name in table:
            raise EngineError(f"provider and parent must have distinct names, both were '{provider_name}'")
        table[provider_name] = urn
    spec = Spec(type=type_, name=name, id=id_, properties=tuple(properties), parent=parent_name, provider=provider_name)
    return ImportFile(name_table=table, resources=(spec,))


def _named(given: str, otherwise: str) -> tuple[str, str]:
    """Name and URN out of `name=urn`; what is not of that form is all URN."""
    name, equals, urn = given.partition("=")
    if equals and name and urns.is_urn(urn):
        return name, urn
    return otherwise, given
