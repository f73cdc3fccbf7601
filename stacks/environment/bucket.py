"""What an environment says of object storage: who writes which prefix where, and where replicas of it lie."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

from .base import Model
from .values import Country, Key, Matches, Quantity, Seconds

PrefixName: TypeAlias = Annotated[
    str,
    Matches(
        r"[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*){0,7}",
        "small letters, digits, dots, hyphens and underscores, with slashes between",
        "write it like goods or goods/large, without a slash at the end",
    ),
]

Digest: TypeAlias = Annotated[
    str,
    Matches(
        r"[a-z0-9][a-z0-9._:/-]*@sha256:[0-9a-f]{64}",
        "an image by digest, repository@sha256:<64 hexadecimal digits>",
        "write its digest; a tag can name another image tomorrow",
    ),
]


class Prefix(Model):
    """Objects whose names begin alike, which one site writes."""

    writer: Key = Field(description="the one site that writes them")
    replicas: tuple[Key, ...] = Field((), description="the sites that hold a copy which nobody else writes; none by default")


class Bucket(Model):
    """A bucket in each site that writes some of it or holds a replica."""

    prefixes: dict[PrefixName, Prefix] = Field(min_length=1, description="who writes what, by prefix; none lies in another")
    within: Seconds = Field(
        900,
        json_schema_extra={"default": "15m"},
        description="how far behind a replica may be, 5m to 24h; 15m or more on one cloud",
    )
    deletions: bool = Field(default=False, description="delete in replicas too what is deleted where it is written")
    kept_days: int = Field(30, ge=1, le=3650, description="how many days a version is kept once another followed it")
    expire_days: int | None = Field(
        None, ge=1, description="how many days after it was written an object is deleted; never by default"
    )
    lock_days: int | None = Field(
        None, ge=1, le=25_550, description="how many days nobody can delete or overwrite anything; never shortened, nor taken away"
    )
    personal_data: bool = Field(default=False, description="whether it holds data of people, which stays in its writer's country")
    abroad: tuple[Country, ...] = Field(
        (), description="the other countries that such data may be kept and used in: somebody's consent, say [sg]"
    )


class Pushing(Model):
    """What pushes objects to the other cloud: a job at the site that writes them."""

    cluster: Key = Field(description="the cluster that it runs in, at every site that is replicated to the other cloud")
    image: Digest = Field(description="the image of rclone by digest, rclone/rclone@sha256:…, or a copy of it")
    memory: Quantity = Field(
        "512Mi", description="the memory of a run, which knows every object of a prefix at both ends, by about 1 KiB each"
    )
