"""How many, and of which types: what fleets and node pools are both told."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import ConfigDict, Field

from components.capacity import Capacity, autoscaled, fixed

from .base import Model
from .values import Text

Port: TypeAlias = Annotated[int, Field(ge=1, le=65535)]


class Autoscaled(Model):
    """A number that an autoscaler moves between two bounds.

    `initial` matters once, so it is left out of what the program shows of the environment: another one is no change.
    """

    min: int = Field(ge=0, description="the lowest number")
    max: int = Field(ge=1, description="the highest number")
    initial: int | None = Field(None, ge=0, exclude=True, description="how many are started; min by default")
    enforce: bool = Field(
        default=False,
        description="set the numbers with every update instead of leaving them to their owner; for the one update that must",
    )


class Size(Model):
    """How many instances or nodes: exactly one of the two keys."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    autoscaled: Autoscaled | None = Field(None, description="between two bounds, as load asks")
    fixed: int | None = Field(None, ge=1, description="always as many")

    @property
    def value(self) -> Capacity:
        """The same as components take it."""
        if self.autoscaled is None:
            assert self.fixed is not None
            return fixed(self.fixed)
        bounds = self.autoscaled
        return autoscaled(min=bounds.min, max=bounds.max, initial=bounds.initial, enforce=bounds.enforce)


class Types(Model):
    """Instance types on one cloud."""

    types: tuple[Text, ...] = Field(min_length=1, description="instance types in order of preference")
