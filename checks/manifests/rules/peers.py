"""Network policies: peers that are some.

Source: kubernetes.io/docs/concepts/services-networking/network-policies.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from ..neighbours import Neighbours
from ..objects import Manifest
from ..problem import Problem
from ..walking import found, get, items

_Block: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
_PEERS: Final = ("spec.ingress[].from[]", "spec.egress[].to[]")
_SELECTORS: Final = ("podSelector", "namespaceSelector")


def problems(manifest: Manifest, _near: Neighbours) -> Iterator[Problem]:
    """Peers that are nobody, or two at once, and blocks that are none."""
    if not manifest.builtin or manifest.kind != "NetworkPolicy":
        return
    for pattern in _PEERS:
        for path, peer in found(manifest.body, pattern):
            if isinstance(peer, Mapping):
                yield from _peer(path, peer)


def _peer(path: str, peer: Mapping[str, Any]) -> Iterator[Problem]:
    selected = any(peer.get(field) is not None for field in _SELECTORS)
    if peer.get("ipBlock") is None:
        if not selected:
            reason = f"it is nobody: it has none of ipBlock, {', '.join(_SELECTORS)}"
            yield Problem(path=path, reason=reason, fix="give one of them; {} as a selector is everybody")
        return
    if selected:
        yield Problem(path=path, reason="it has a block of addresses and a selector", fix="make two peers of it")
    whole = _block(get(peer, "ipBlock.cidr"))
    if isinstance(whole, str):
        yield _none(f"{path}.ipBlock.cidr", whole)
    for place, text in items(get(peer, "ipBlock.except"), f"{path}.ipBlock.except"):
        part = _block(text)
        if isinstance(part, str):
            yield _none(place, part)
        elif part is not None and whole is not None and not isinstance(whole, str) and not _inside(part, whole):
            yield Problem(path=place, reason=f"{part} is no part of {whole}", fix="take it out")


def _block(text: Any) -> _Block | str | None:
    """A block of addresses, or else the text that is none; None where it is not known, or for the schema to tell."""
    if not isinstance(text, str):
        return None
    try:
        return ipaddress.ip_network(text, strict=False) if "/" in text else text
    except ValueError:
        return text


def _inside(part: _Block, whole: _Block) -> bool:
    return (
        part.version == whole.version
        and part.prefixlen > whole.prefixlen
        and int(whole.network_address) <= int(part.network_address) <= int(whole.broadcast_address)
    )


def _none(path: str, text: str) -> Problem:
    return Problem(path=path, reason=f"given {text!r}, expected a block of addresses", fix="write 10.0.0.0/8, say")
