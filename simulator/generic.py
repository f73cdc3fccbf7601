"""Rules for types without a row: what the SDK itself says of a type's outputs and names.

Only the module that the type is in is imported. An output that the SDK types as always there gets a value in the shape its name
suggests; one that may be None gets none. The SDKs do not say which inputs force a replacement, so only another region does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Union, get_args, get_origin

from .libraries import sdk_of
from .rules import AutoName, Function, Rule

if TYPE_CHECKING:
    from .call import Call

_DEEPEST: Final = 4
"""Nested objects are made up to this depth; some types contain themselves."""


@lru_cache(maxsize=1024)
def rule_of(token: str) -> Rule:
    """The rule that follows from the SDK's class of a type; where the SDK has none, its objects echo their inputs."""
    label = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", token.rsplit(":", 1)[-1]).lower()
    found = class_of(token)
    if found is None:
        return Rule(type=token, source="no documentation", id=_id(label), doubts=_undocumented)
    inputs = inputs_of(found)
    outputs = {name: hint for name, hint in hints(found).items() if name not in ("id", "urn") and not optional(hint)}
    return Rule(
        type=token,
        source=f"{found.__module__}.{found.__qualname__}",
        id=_id(label),
        computed={_quoted(name): _maker(name, hint, empty=name in inputs) for name, hint in outputs.items()},
        replaces=frozenset({"region"}),
        doubts=_undocumented,
        name=AutoName(prefixes=("namePrefix",)) if "name" in inputs else None,
    )


def _undocumented(_path: str) -> str:
    return "there is no rule for its type here, and its SDK does not say which inputs force a replacement"


def _id(label: str) -> Function:
    return lambda call: f"{label}-{call.hex(17)}"


def _quoted(name: str) -> str:
    return f'["{name}"]' if re.search(r"[.\[\]]", name) else name


def class_of(token: str) -> type | None:
    """The SDK's class of a type, by the table that each SDK registers with pulumi's runtime when it is imported."""
    package, module, _ = token.split(":", 2)
    if sdk_of(package) is None:
        return None
    from pulumi.runtime.rpc import _RESOURCE_MODULES

    for registered in _RESOURCE_MODULES.get(f"{package}:{module}", []):
        info = getattr(registered, "mod_info", {})
        if name := info.get("classes", {}).get(token):
            return getattr(import_module(info["fqn"]), name)
    return None


def hints(of: type) -> Mapping[str, Any]:
    """Output names on the wire to their hints, `Optional` kept."""
    from pulumi._types import _raw_return_hints

    return {name: _without_output(hint) for name, hint in _raw_return_hints(of).items()}


def _without_output(hint: Any) -> Any:
    import pulumi

    return (get_args(hint) or (str,))[0] if get_origin(hint) is pulumi.Output else hint


def inputs_of(of: type) -> frozenset[str]:
    """Wire names of what the class can be given."""
    import inspect

    from pulumi._types import resource_py_to_pulumi_names

    wire = resource_py_to_pulumi_names(of)
    return frozenset(wire.get(name, name) for name in inspect.signature(getattr(of, "_internal_init", of.__init__)).parameters)


def optional(hint: Any) -> bool:
    """Whether a value may be None."""
    return type(None) in get_args(hint)


def _maker(name: str, hint: Any, *, empty: bool) -> Callable[[Call], Any]:
    """Makes an output. A list that the program could have given is `empty`; one that only the cloud gives has an element."""
    return lambda call: value_of(name, hint, call, _DEEPEST if empty else 0)


def value_of(name: str, hint: Any, call: Call, depth: int = 0) -> Any:
    """A value of a type, in the shape that its name suggests.

    Args:
        name: what it is called.
        hint: its type.
        call: gives what is random, and the place.
        depth: how many objects and lists it is in.
    """
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Union and arguments:
        return value_of(name, next(a for a in arguments if a is not type(None)), call, depth)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {}
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return [value_of(_singular(name), arguments[0], call, depth + 1)] if arguments and depth < _DEEPEST else []
    if hint in (bool, int, float):
        return hint()
    if isinstance(hint, type) and issubclass(hint, dict):
        return _nested(hint, call, depth)
    return _text(name, call)


def _nested(hint: type, call: Call, depth: int) -> dict[str, Any]:
    """An object, with every plain value that it may have: its type says what a program may leave out, not what a cloud does."""
    wanted = {name: inner for name, inner in hints(hint).items() if _scalar(inner) or (not optional(inner) and depth < _DEEPEST)}
    return {name: value_of(name, inner, call, depth + 1) for name, inner in wanted.items()}


def _scalar(hint: Any) -> bool:
    return all(each in (str, bool, int, float, type(None)) for each in (get_args(hint) or (hint,)))


def _singular(name: str) -> str:
    return name[:-1] if name.endswith("s") else name


def _text(name: str, call: Call) -> str:
    """A string in the shape that an output's name suggests."""
    package, module, kind = call.type.split(":", 2)
    lower = name.lower()
    if lower.endswith("arn") and package == "aws":
        return f"arn:aws:{module.split('/')[0]}:{call.region}:{call.account}:{kind.lower()}/{call.id}"
    if lower.endswith("arn") and package == "alicloud":
        return f"acs:{module.split('/')[0]}:{call.region}:{call.account}:{kind.lower()}/{call.id}"
    if lower in ("ownerid", "accountid", "owner"):
        return call.account
    if lower in ("region", "regionid"):
        return call.region
    if lower.endswith(("url", "uri")):
        return f"https://{_domain(call)}"
    if lower.endswith(("endpoint", "dnsname", "domainname", "hostname", "domain", "fqdn", "address")):
        return _domain(call)
    if lower.endswith(("ip", "ipaddress")):
        return f"10.{int(call.hex(2), 16)}.{int(call.hex(2), 16)}.{int(call.hex(2), 16)}"
    if lower.endswith("id"):
        return f"{name[:-2].lower() or kind.lower()}-{call.hex(17)}"
    if lower.endswith(("status", "state")):
        return "ACTIVE"
    return f"{call.name}-{name}"


def _domain(call: Call) -> str:
    return ".".join(part for part in (call.id, call.region, "example") if part)
