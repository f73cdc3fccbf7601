"""What an environment says of systems that are built elsewhere and needed here: databases, queues, the services of others."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Discriminator, Field, Tag

from components.choices import Promotion

from .base import Model
from .values import MANY, ONE, Country, Key, Seconds, one_or_many

Replicas: TypeAlias = Annotated[
    Annotated[Key, Tag(ONE)] | Annotated[tuple[Key, ...], Tag(MANY), Field(min_length=1)], Discriminator(one_or_many)
]


class Dependency(Model):
    """A system that one site writes to, whoever built it; what needs it is stopped by its loss."""

    primary: Key = Field(description="the site that it is written to in")
    replica: Replicas | None = Field(
        None, description="the site that holds a copy which can be promoted, or a list of them in their order; none by default"
    )
    rpo: Seconds = Field(description="how much of the last writes may be lost (recovery point objective), say 30s")
    rto: Seconds = Field(description="how soon it is back (recovery time objective): promoted, or restored from a backup, say 15m")
    promotion: Promotion | None = Field(
        None, description="who promotes a replica: automatic, or manual, by somebody on call; needed with a replica"
    )
    personal_data: bool = Field(default=False, description="whether it holds data of people, which stays in the primary's country")
    abroad: tuple[Country, ...] = Field(
        (), description="the other countries that such data may be kept and used in: somebody's consent, say [sg]"
    )
