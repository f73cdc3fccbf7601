"""What a function without a row answers: what its SDK says that it does, made up, and the same for the same question.

A program that looks something up goes on with what it is told, so no answer would be no plan. One that says nothing new when it is
asked again leaves what differs between two plans to what differs between two programs.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any, Final

from .call import Call
from .generic import hints, optional, value_of
from .libraries import sdk_of
from .rules import Place, Rule
from .values import plain

_WORD: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Where a word begins in a name on the wire: `getIpRanges`, `getIPRanges`."""


def answer_of(token: str, arguments: Mapping[str, Any], place: Place, config: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a function answers: what it was given, and what its SDK says that it tells beside that.

    Args:
        token: the function's, `aws:route53/getZone:getZone`.
        arguments: what is asked.
        place: the account and the region.
        config: the provider's configuration.

    Returns:
        None where no SDK at hand has the function.
    """
    function = _function(token)
    result = _result_of(function)
    if result is None:
        return None
    given = {key: value for key, value in plain(dict(arguments)).items() if value is not None}
    kind = token.rsplit(":", 1)[-1].removeprefix("get")
    asked = json.dumps([token, place.account, place.region, given], sort_keys=True, default=repr)
    rule = Rule(type=token, source=f"{result.__module__}.{result.__qualname__}", id=lambda _: "")
    call = Call(rule, kind.lower(), given, place, config=config, seed=asked)
    call = Call(rule, kind.lower(), given, place, config=config, seed=asked, id=f"{kind.lower()}-{call.hex(17)}")
    asks = {_plain(name) for name in inspect.signature(function).parameters}
    told = {
        name: hint for name, hint in hints(result).items() if name not in given and not (optional(hint) and _plain(name) in asks)
    }
    return {**{name: value_of(name, hint, call) for name, hint in told.items()}, **given}


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


@lru_cache(maxsize=256)
def _function(token: str) -> Any:
    """The SDK's function; None where it has none."""
    package, _, rest = token.partition(":")
    module, _, name = rest.partition(":")
    place = _module(package, module.partition("/")[0])
    return getattr(place, _WORD.sub("_", name).lower(), None)


def _result_of(function: Any) -> type | None:
    """The class of a function's answer."""
    found = getattr(function, "__annotations__", {}).get("return")
    if isinstance(found, str):
        found = getattr(import_module(getattr(function, "__module__", "")), found, None)
    return found if isinstance(found, type) else None


def _module(package: str, name: str) -> ModuleType | None:
    """The module of an SDK in which a part of its package is: the one that its resource types are in, where there are any."""
    root = sdk_of(package)
    if root is None or name in ("", "index"):
        return root
    from pulumi.runtime.rpc import _RESOURCE_MODULES

    part = f"{package}:{name}/"
    beside = (each for key, entries in _RESOURCE_MODULES.items() if f"{key}/".startswith(part) for each in entries)
    paths = (getattr(each, "mod_info", {}).get("fqn") for each in beside)
    try:
        return import_module(next(filter(None, paths), f"{root.__name__}.{name.lower()}"))
    except ImportError:
        return None
