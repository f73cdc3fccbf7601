"""What cannot be sent or understood."""

from __future__ import annotations

from ..errors import EngineError


class WireError(EngineError, ValueError):
    """A message holds a special value in a shape that Pulumi does not know."""
