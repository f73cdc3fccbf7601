"""The schemas of a Kubernetes version, and everything that they say of an object.

They are kubernetes-validate's files, which stand offline; its code, which stops at the first error, is not run. One file holds the
kinds of a version. Beyond JSON Schema it says which lists are maps by which keys, and the API server refuses one that has a key
twice (kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy).
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import functools
import importlib.util
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine.values import UNKNOWN
from faults import Fault, FaultError, nearest

from ..finding import Severity
from .objects import Manifest
from .problem import Problem
from .walking import join, spelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

_PACKAGE: Final = "kubernetes_validate"
_DEFINITIONS: Final = "urn:kubernetes"
_INTEGERS: Final = {"int32": 31, "int64": 63}
_PROTOCOL: Final = {"protocol": "TCP"}
"""What a key of a list is where it is left out."""
_GIVEN: Final = frozenset(
    {("", "value"), ("roleRef", "apiGroup"), ("spec", "limits"), ("sleep", "seconds"), ("httpHeaders", "value")}
)
"""What schemas call required and the API server gives where it is left out, with the name of what it is in."""
_FOLDS: Final = {ord(end): None for end in "\r\n"}
"""Ends of lines, which Base64 may have anywhere."""
_TYPES: Final = {"string": "text", "object": "a map", "array": "a list", "boolean": "true or false", "integer": "a whole number"}


class Schemas:
    """The kinds of one version.

    Args:
        version: the minor version, "1.35".
        definitions: its schemas, by the names of Go's types.
    """

    def __init__(self, version: str, definitions: Mapping[str, Any]) -> None:
        self.version = version
        self._definitions = definitions
        self._kinds = {
            (kind["group"], kind["version"], kind["kind"]): name
            for name, schema in definitions.items()
            for kind in schema.get("x-kubernetes-group-version-kind", ())
        }
        self._validators: dict[str, Validator] = {}

    def knows(self, manifest: Manifest) -> bool:
        """Whether this version has the object's kind."""
        return (manifest.group, manifest.version, manifest.kind) in self._kinds

    def versions(self, kind: str) -> list[str]:
        """The API versions in which this version has a kind of that name."""
        return sorted(f"{group}/{version}" if group else version for group, version, name in self._kinds if name == kind)

    @functools.cached_property
    def kinds(self) -> frozenset[str]:
        return frozenset(kind for _, _, kind in self._kinds)

    def problems(self, manifest: Manifest) -> Iterator[Problem]:
        """Everything that the schema of an object's kind says of it; a cluster of a newer version may have another field."""
        for error in self._validator(manifest).iter_errors(manifest.body):
            newer = error.validator == "additionalProperties" and manifest.cluster.version != self.version
            for problem in _problems(manifest, error):
                yield dataclasses.replace(problem, severity=Severity.WARNING) if newer else problem

    def _validator(self, manifest: Manifest) -> Validator:
        name = self._kinds[manifest.group, manifest.version, manifest.kind]
        if name not in self._validators:
            self._validators[name] = _validator(self._registry, name)
        return self._validators[name]

    @functools.cached_property
    def _registry(self) -> Any:
        from referencing import Registry
        from referencing.jsonschema import DRAFT202012

        return Registry().with_resource(_DEFINITIONS, DRAFT202012.create_resource({"$defs": self._definitions}))


@functools.cache
def schemas(version: str) -> Schemas | None:
    """The schemas of a minor version, or the newest where that one is newer still; None where it is older than all.

    Raises:
        FaultError: the package that has them is not installed.
    """
    there = versions()
    if version not in there and _number(version) > _number(there[-1]):
        return schemas(there[-1])
    file = _folder() / f"v{version}.0-local-strict" / "_definitions.json"
    return Schemas(version, json.loads(file.read_bytes())["$defs"]) if file.is_file() else None


def versions() -> tuple[str, ...]:
    """The minor versions that there are schemas of, the oldest first.

    Raises:
        FaultError: the package that has them is not installed.
    """
    found = [folder.name.removeprefix("v").split(".0-")[0] for folder in _folder().glob("v*-local-strict")]
    if not found:
        raise _absent("has no schemas")
    return tuple(sorted(found, key=_number))


def _number(version: str) -> int:
    return int(version.partition(".")[2])


def _folder() -> Path:
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or found.submodule_search_locations is None:
        raise _absent("is not installed")
    return Path(found.submodule_search_locations[0]) / "kubernetes-json-schema"


def _absent(what: str) -> FaultError:
    name = _PACKAGE.replace("_", "-")
    fix = "install nusantara again with its dependencies: pip install --force-reinstall -r requirements.txt"
    return FaultError([Fault(path=name, given=f"it {what}", expected="the schemas that Kubernetes objects are held to", fix=fix)])


def _validator(registry: Any, name: str) -> Validator:
    return _class()({"$ref": f"{_DEFINITIONS}#/$defs/{name}"}, registry=registry)


@functools.cache
def _class() -> type[Validator]:
    """A validator for which a value that is not known yet is any."""
    from jsonschema import Draft202012Validator, validators

    usual = Draft202012Validator.VALIDATORS
    tolerant = {keyword: _unless_unknown(usual[keyword]) for keyword in ("type", "enum", "oneOf")}
    return validators.extend(
        Draft202012Validator,
        {**tolerant, "format": _unless_unknown(_format), "required": _required, "x-kubernetes-list-map-keys": _unique},
    )


def _unless_unknown(check: Callable[..., Any]) -> Callable[..., Any]:
    """A check of what is there: null is as good as left out."""

    def checked(validator: Any, expected: Any, instance: Any, schema: Any) -> Any:
        return () if instance is UNKNOWN or instance is None else check(validator, expected, instance, schema)

    return checked


def _required(_validator: Any, names: list[str], instance: Any, _schema: Any) -> Iterator[ValidationError]:
    from jsonschema.exceptions import ValidationError

    if isinstance(instance, Mapping) and _missing(names, instance):
        yield ValidationError("something is missing")


def _missing(names: list[str], instance: Mapping[str, Any]) -> list[str]:
    return sorted(name for name in names if instance.get(name) is None)


def _format(_validator: Any, expected: str, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    from jsonschema.exceptions import ValidationError

    if expected in _INTEGERS and isinstance(instance, int) and not isinstance(instance, bool):
        bound = 2 ** _INTEGERS[expected]
        if not -bound <= instance < bound:
            yield ValidationError(f"a whole number of {_INTEGERS[expected] + 1} bits")
    elif expected == "byte" and isinstance(instance, str):
        try:
            base64.b64decode(instance.translate(_FOLDS), validate=True)
        except binascii.Error:
            yield ValidationError("Base64")


def _unique(_validator: Any, keys: list[str], instance: Any, _schema: Any) -> Iterator[ValidationError]:
    from jsonschema.exceptions import ValidationError

    seen: set[tuple[str, ...]] = set()
    for index, item in enumerate(instance if isinstance(instance, list) else ()):
        if not isinstance(item, Mapping):
            continue
        values = [item.get(key, _PROTOCOL.get(key)) for key in keys]
        if UNKNOWN in values:
            continue
        key = tuple(map(repr, values))
        if key in seen:
            named = ", ".join(f"{name} {value}" for name, value in zip(keys, values, strict=True))
            yield ValidationError(f"{named} is there twice", path=(index,))
        seen.add(key)


def _problems(manifest: Manifest, error: ValidationError) -> Iterator[Problem]:
    """What a validation error says, in our words: its own text would show what is secret."""
    path = spelled(list(error.absolute_path))
    given = manifest.shown(path, error.instance)
    match error.validator:
        case "additionalProperties":
            known = error.schema.get("properties", {}) if isinstance(error.schema, Mapping) else {}
            for name in sorted(set(error.instance) - set(known)):
                near = nearest(name, known)
                fix = f"did you mean {near}?" if near else f"take it out; there are {', '.join(sorted(known))}"
                yield Problem(path=join(path, name), reason="there is no such field", fix=fix)
        case "required":
            inside = next((step for step in reversed(error.absolute_path) if isinstance(step, str)), "")
            for name in _missing(error.validator_value, error.instance):
                if (inside, name) not in _GIVEN:
                    yield Problem(path=join(path, name), reason="it is missing", fix="give it")
        case "type" | "oneOf":
            expected = _expected(error)
            yield Problem(path=path, reason=f"given {given}, expected {expected}", fix=f"write {expected}")
        case "enum":
            allowed = ", ".join(str(value) for value in error.validator_value)
            yield Problem(path=path, reason=f"given {given}, expected {allowed}", fix="write that")
        case "format":
            yield Problem(path=path, reason=f"given {given}, expected {error.message}", fix=f"write {error.message}")
        case "x-kubernetes-list-map-keys":
            yield Problem(path=path, reason=error.message, fix="give it once")
        case _:
            yield Problem(path=path, reason=f"given {given}, which {error.validator} forbids", fix="see the field's documentation")


def _expected(error: ValidationError) -> str:
    branches = error.validator_value if error.validator == "oneOf" else [{"type": error.validator_value}]
    types = [type_ for branch in branches for type_ in _listed(branch["type"]) if type_ != "null"]
    return " or ".join(dict.fromkeys(_TYPES.get(type_, f"a {type_}") for type_ in types))


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
