"""Ports that a load balancer listens on: what one is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import get_args

import pulumi

from .. import arguments
from ..choices import Balancing, Listening
from ..errors import Faults

LISTENS: Mapping[Balancing, tuple[Listening, ...]] = {"application": ("http", "https"), "network": ("tcp", "tls", "udp")}
"""What each kind listens to."""
SECURE: tuple[Listening, ...] = ("https", "tls")
"""What needs a certificate."""


@dataclass(frozen=True, kw_only=True)
class Listener:
    """A port that a load balancer listens on, and where what comes in goes.

    Args:
        port: the port.
        protocol: "http" or "https" for an application load balancer; "tcp", "tls" or "udp" for a network one.
        to: the target group that it all goes to.
        redirect: instead of `to`, the port of an https listener that clients are sent to, for good (301).
        certificate: with https and tls, the cloud's id (ARN) of the certificate to show.
        more_certificates: further ones by a stable key, chosen by the name that the client asks for.

    Raises:
        ArgumentsError: with every fault.
    """

    port: int
    protocol: Listening
    to: str | None = None
    redirect: int | None = None
    certificate: pulumi.Input[str] | None = None
    more_certificates: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What a load balancer's listener stays the same by, whatever it is called and speaks: its port."""
        return f"{self.port}-udp" if self.protocol == "udp" else f"{self.port}"

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_range(faults, "port", self.port, 1, 65535)
        arguments.check_choice(faults, "protocol", self.protocol, get_args(Listening))
        one = (self.to is None) != (self.redirect is None)
        given = "both to and redirect" if self.to is not None else "neither to nor redirect"
        faults.check(one, "to", given, "one of them", "name a target group, or the port to send clients to")
        if self.redirect is not None:
            arguments.check_range(faults, "redirect", self.redirect, 1, 65535)
            fix = "let an http listener redirect to an https one"
            faults.check(self.protocol == "http", "redirect", self.redirect, "protocol http beside it", fix)
        secure, named = self.protocol in SECURE, self.certificate is not None
        faults.check(named or not secure, "certificate", None, "a certificate", "name the one to show")
        fix = f"remove it, or listen to {' or '.join(SECURE)}"
        faults.check(secure or not named, "certificate", "one", f"none with {self.protocol}", fix)
        faults.check(named or not self.more_certificates, "certificate", None, "one beside more_certificates", "name the usual one")
        faults.raise_any()
