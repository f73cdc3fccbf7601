"""A stand-in for the provider of a package that nobody simulates: its resources keep what they are given.

What only the provider would know follows from the SDK's types (`generic.py`) and is unknown in a preview. Every change is an update
in place, also of the provider's configuration: an SDK does not say what forces a replacement, so each may be one. All objects of a
package live in one place.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pulumi.runtime.proto import provider_pb2

from .call import RefusedError
from .generic import rule_of
from .host import Host
from .libraries import sdk_of
from .rules import Cloud, Place
from .values import UNKNOWN
from .wire import to_struct

if TYPE_CHECKING:
    from .values import Properties

_FIX: Final = "fix: name the path of its plugin under plugins.providers of Pulumi.yaml"


class StandIn(Host):
    """A provider instance of a package without a simulator.

    Args:
        package: its name, as in type tokens.
        store: path of the SQLite file that holds the clouds' objects.
    """

    def __init__(self, package: str, store: Path) -> None:
        cloud = Cloud(
            package=package,
            place=lambda _config, _properties: Place("", ""),
            rules={},
            lookups={},
            replaces=lambda _old, _new: (),
            rule_of=lambda token: replace(rule_of(token), replaces=frozenset()),
        )
        super().__init__(cloud, store)

    @property
    def notice(self) -> str:
        """What a user should know whose program has resources of this package; said once a run."""
        package = self.cloud.package
        outputs = "follow from the types of its SDK" if sdk_of(package) else "are its inputs alone, since its SDK is not installed"
        return (
            f"package '{package}' has neither a plugin nor a simulator: its inputs are not checked, its outputs {outputs}, "
            f"and every change is taken for an update in place, though it may be a replacement; {_FIX}"
        )

    def doubt(self, type_: str, path: str) -> str:
        """Nothing is certain, neither of a resource nor of another configuration, which may replace all resources."""
        del type_, path
        return f"package '{self.cloud.package}' has neither a plugin nor a simulator that knows which inputs force a replacement"

    def _made_up(self, request: provider_pb2.InvokeRequest, arguments: Properties, place: Place) -> provider_pb2.InvokeResponse:
        """A function's answer; of one that no SDK describes, it is unknown in a preview, and refused in an update."""
        try:
            return super()._made_up(request, arguments, place)
        except RefusedError:
            package = self.cloud.package
            if not request.preview:
                raise RefusedError(
                    f"package '{package}' has neither a plugin nor a simulator, so nothing can answer {request.tok}; {_FIX}"
                ) from None
        response = provider_pb2.InvokeResponse()
        getattr(response, "return").CopyFrom(to_struct({"result": UNKNOWN}))
        return response
