"""What every mapping of an environment's file has in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A mapping of the file: no key beside those named, no value bent into another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
