"""The declarations of imported resources, in an order in which each comes after what it names, and the imports above them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from engine import urn as urns
from engine.imports.shapes import ResourceClass, Shapes
from engine.providers.registry import is_default_provider, is_provider_type
from engine.resource import Resource
from engine.values import Value

from .literals import text
from .names import python_name, unique_name
from .references import References
from .values import INDENT, Values


class NoClassError(Exception):
    """The program's SDKs have no class for a type.

    Args:
        types: the types without one.
    """

    def __init__(self, types: Sequence[str]) -> None:
        self.types = tuple(types)
        super().__init__(", ".join(types))


def program(resources: Sequence[Resource], names: Mapping[str, str], shapes: Shapes) -> str:
    """The code that declares resources.

    Args:
        resources: what is declared, in the order in which that was asked for.
        names: the names of variables by URN, also of resources that are declared elsewhere.
        shapes: the SDK's classes.

    Raises:
        NoClassError: a type has no class.
    """
    missing = sorted({r.type for r in resources if r.custom or r.provider} - shapes.resources.keys())
    if missing:
        raise NoClassError(missing)
    writer = _Program(resources, names, shapes)
    try:
        return writer.text(referring=True)
    except _CycleError:
        return writer.text(referring=False)


class _CycleError(Exception):
    """Two resources name each other: values that look like references are not."""


class _Program:
    def __init__(self, resources: Sequence[Resource], names: Mapping[str, str], shapes: Shapes) -> None:
        self._resources = {resource.urn: resource for resource in resources}
        self._shapes = shapes
        packages = sorted({shapes.resources[r.type].package for r in resources if r.type in shapes.resources})
        taken = {"pulumi"}
        self._modules = {_root(package): unique_name(package, taken) for package in packages}
        self._variables = {r.urn: unique_name(_named(r.urn, names), taken) for r in resources}
        self._elsewhere = {urn: python_name(name.replace(".", "_")) for urn, name in names.items()}
        self._references = References(resources, self._variables)
        self._secrets = False

    def text(self, *, referring: bool) -> str:
        self._secrets = False
        declared = {urn: self._declaration(resource, referring=referring) for urn, resource in self._resources.items()}
        body = "\n".join(declared[urn][0] for urn in _ordered({urn: needs for urn, (_, needs) in declared.items()}))
        imports = "".join(f"import {module} as {alias}\n" for module, alias in sorted(self._modules.items()))
        config = "config = pulumi.Config()\n" if self._secrets else ""
        return f"import pulumi\n{imports}\n{config}{body}\n"

    def _declaration(self, resource: Resource, *, referring: bool) -> tuple[str, list[str]]:
        """The statement, and the URNs of the declared resources that it names."""
        needs: list[str] = []
        known = self._references.beyond(resource.urn) if referring else {}

        def reference(value: str) -> str | None:
            if value not in known:
                return None
            urn, expression = known[value]
            needs.append(urn)
            return expression

        variable, name = self._variables[resource.urn], text(urns.name_of(resource.urn))
        found = self._shapes.resources.get(resource.type)
        if found is None:
            head, arguments = f"pulumi.ComponentResource({text(resource.type)}, {name}", []
        else:
            head = f"{self._qualified(found.module, found.name)}({name}"
            values = Values(self._shapes, reference, lambda path: self._secret(resource, path), self._qualified)
            arguments = list(_arguments(found, values, _declared(resource, found)))
        indent = INDENT if len(arguments) > 1 else ""
        written = [f"{key}={value}" for key, value in arguments]
        head += f", {written[0]}" if len(written) == 1 else "".join(f",\n{indent}{item}" for item in written)
        options = list(self._options(resource, needs))
        if options:
            gap = f"\n{indent}" if arguments else " "
            between = f",\n{indent}{INDENT}"
            head += f",{gap}opts = pulumi.ResourceOptions({between.join(options)})"
        return f"{variable} = {head})", [urn for urn in needs if urn in self._resources]

    def _options(self, resource: Resource, needs: list[str]) -> Iterator[str]:
        """The options, in the order in which Pulumi writes them."""
        if resource.parent and urns.qualified_type_of(resource.parent) != urns.ROOT_STACK_TYPE:
            yield f"parent={self._variable(resource.parent, needs)}"
        provider = urns.split_reference(resource.provider)[0] if resource.provider else ""
        if provider and not is_default_provider(provider):
            yield f"provider={self._variable(provider, needs)}"
        if resource.protect:
            yield "protect=True"
        if resource.retain_on_delete:
            yield "retain_on_delete=True"
        if resource.ignore_changes:
            yield f"ignore_changes=[{', '.join(map(text, resource.ignore_changes))}]"

    def _variable(self, urn: str, needs: list[str]) -> str:
        needs.append(urn)
        known = self._variables.get(urn) or self._elsewhere.get(urn)
        return known or python_name(urns.name_of(urn))

    def _qualified(self, module: str, name: str) -> str:
        root, dot, rest = module.partition(".")
        return f"{self._modules.get(root, root)}{dot}{rest}.{name}"

    def _secret(self, resource: Resource, path: tuple[str, ...]) -> str:
        self._secrets = True
        return f"config.require_secret({text('-'.join((urns.name_of(resource.urn), *path)))})"


def _root(package: str) -> str:
    return f"pulumi_{package.replace('-', '_')}"


def _named(urn: str, names: Mapping[str, str]) -> str:
    return names.get(urn, urns.name_of(urn)).replace(".", "_")


def _declared(resource: Resource, found: ResourceClass) -> Mapping[str, Value]:
    """The inputs that a program gives. A provider's version is its SDK's, and what is no text stands as JSON in its inputs."""
    if not is_provider_type(resource.type):
        return resource.inputs
    kinds = {given.wire: given.shape.kind for given in found.properties}
    return {key: value if kinds[key] == "text" else _from_json(value) for key, value in resource.inputs.items() if key in kinds}


def _from_json(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _arguments(found: ResourceClass, values: Values, inputs: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    indent = INDENT if sum(inputs.get(p.wire) is not None or p.required for p in found.properties) > 1 else ""
    for given in found.properties:
        value = values.argument(given, inputs, indent, ())
        if value is not None:
            yield given.name, value


def _ordered(needs: Mapping[str, Sequence[str]]) -> list[str]:
    """The URNs, each after what it needs, else as they were.

    Raises:
        _CycleError: two need each other.
    """
    done: dict[str, None] = {}
    begun: set[str] = set()

    def add(urn: str) -> None:
        if urn in done:
            return
        if urn in begun:
            raise _CycleError
        begun.add(urn)
        for needed in needs[urn]:
            add(needed)
        done[urn] = None

    for urn in needs:
        add(urn)
    return list(done)
