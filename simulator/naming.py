"""Names for resources whose program gives none: `<resource name>-<random hex>`, as Pulumi's bridge makes them."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import TYPE_CHECKING, Final

from .rules import AutoName
from .values import UNKNOWN, Properties, Secret, plain

if TYPE_CHECKING:
    from pulumi.runtime.proto import provider_pb2

    from .call import Call

_PREFIXED: Final = 26
"""Digits that follow a prefix, as many as the time and the counter of a bridged provider have."""


def named(rule: AutoName, request: provider_pb2.CheckRequest, olds: Properties, news: Properties) -> Properties:
    """The inputs with a name: the one given, the one made before, or a new one from the request's random seed.

    One that was made before stays when the resource has got another name by an alias, as a bridged provider keeps old defaults
    (pkg/tfbridge/schema.go, applyDefaults); it is known by its random digits.
    """
    if any(news.get(key) is not None for key in (rule.property, *rule.prefixes)):
        return news
    resource = request.urn.rsplit("::", 1)[-1]
    prefix = rule.transform(resource)
    if rule.longest:
        prefix = prefix[: rule.longest - len(rule.separator) - rule.digits]
    prefix += rule.separator
    old = plain(olds.get(rule.property))
    if isinstance(old, str) and re.fullmatch(rf".*{re.escape(rule.separator)}[0-9a-f]{{{rule.digits}}}", old):
        return {**news, rule.property: old}
    if request.HasField("autonaming"):
        modes = type(request.autonaming)
        if request.autonaming.mode == modes.DISABLE:
            return news
        if request.autonaming.proposed_name:
            return {**news, rule.property: old if _made_before(old) else request.autonaming.proposed_name}
    digest = hashlib.sha256(request.randomSeed + request.urn.encode()).hexdigest() if request.randomSeed else secrets.token_hex(32)
    return {**news, rule.property: prefix + digest[: rule.digits]}


def prefixed(rule: AutoName, call: Call) -> Properties:
    """The inputs with the name that the cloud makes from a prefix: the old one, or a new one once an operation makes the object."""
    if call.raw.get(rule.property) is not None:
        return call.raw
    prefix = next((value for key in rule.prefixes if (value := call.raw.get(key)) is not None), None)
    if prefix is None:
        return call.raw
    name = call.old.get(rule.property)
    if name is None:
        made = call.digits(_PREFIXED) if call.seed and plain(prefix) is not UNKNOWN else None
        name = UNKNOWN if made is None else plain(prefix) + made
    return {**call.raw, rule.property: Secret(name) if isinstance(prefix, Secret) else name}


def _made_before(old: object) -> bool:
    return isinstance(old, str) and old is not UNKNOWN
