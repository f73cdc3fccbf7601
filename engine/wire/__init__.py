"""Property values to and from protobuf Structs, as Pulumi sends them between programs, engine and providers.

Source: sdk/go/common/resource/plugin/rpc.go. The walkers are written out by hand: they run for every property of every resource,
and `MessageToDict` takes several times as long.
"""

from __future__ import annotations

from .errors import WireError
from .receiving import from_struct, from_value, number
from .sending import plain_output, to_struct, to_value

__all__ = ["WireError", "from_struct", "from_value", "number", "plain_output", "to_struct", "to_value"]
