"""Records of a public zone as Route 53 keeps them: there may be several of a name and type, each with what decides between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Failing: TypeAlias = Literal["PRIMARY", "SECONDARY"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where whoever asks is, or whom a record is for; all empty for "everywhere else".

    Args:
        continent: two letters, say AS.
        country: two letters of ISO 3166, say ID.
        subdivision: within a country, say a state.
    """

    continent: str = ""
    country: str = ""
    subdivision: str = ""


@dataclass(frozen=True, slots=True)
class Alias:
    """What a record stands for.

    Args:
        name: of another record of the zone, or of a load balancer and the like.
        evaluate: whether the record is as healthy as what it stands for; else it counts as healthy always.
    """

    name: str
    evaluate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record of a zone.

    Args:
        name: its whole name.
        type: A, AAAA, CNAME and the like.
        id: what tells it from others of its name and type (the set identifier).
        values: addresses or names; nothing for an alias.
        ttl: seconds that an answer may be kept; None for an alias, which has that of what it stands for.
        alias: what it stands for instead.
        check: the health check that it has; empty for none, by which it counts as healthy always.
        weight: its share among the weighted, 0 to 255.
        failover: whether it is the one to answer, or the one that stands in.
        region: of latency records, the region of AWS that it lies in.
        place: of geolocation records, whom it is for.
        multivalue: whether it is answered together with others.
    """

    name: str
    type: str = "A"
    id: str = ""
    values: tuple[str, ...] = ()
    ttl: int | None = None
    alias: Alias | None = None
    check: str = ""
    weight: int | None = None
    failover: Failing | None = None
    region: str | None = None
    place: Place | None = None
    multivalue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """Who asks.

    Args:
        place: where.
        regions: regions of AWS, the nearest first; the order of others is not known.
    """

    place: Place = Place()
    regions: tuple[str, ...] = ()
