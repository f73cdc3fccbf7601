"""What is lost: sites, clouds and zones, by the faults that are in force in the simulated clouds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from components.choices import Island

from .declared import EDGES

CLOUDS: Final[Mapping[str, str]] = {"aws": "AWS", "alicloud": "Alibaba Cloud"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What does not answer.

    Args:
        sites: the sites that are lost whole.
        clouds: the clouds that are lost in every region, whose DNS is lost too.
        zones: by site that stands, the letters of the zones that it has lost.
        others: the sites that are left.
        beyond: the lost sites that are on none of the lost clouds.
    """

    sites: tuple[str, ...] = ()
    clouds: tuple[str, ...] = ()
    zones: Mapping[str, tuple[str, ...]]
    others: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """What answers may lead to and is lost: sites, and the CDNs of lost clouds."""
        return (*self.sites, *(edge for edge, cloud in EDGES.items() if cloud in self.clouds))

    def __bool__(self) -> bool:
        return bool(self.sites or self.clouds or self.zones)

    @property
    def island(self) -> Island | None:
        """What objectives call it; None for more than they promise anything after. A zone is less than its site."""
        parts = len(self.beyond) + len(self.zones)
        if self.clouds:
            return "cloud" if len(self.clouds) == 1 and not parts else None
        return "site" if parts == 1 else None

    @property
    def several(self) -> bool:
        """Whether more than one thing is lost."""
        return len(self._parts) > 1

    @property
    def _parts(self) -> list[str]:
        zones = [f"zone {letter} of {site}" for site, letters in self.zones.items() for letter in letters]
        return [*(f"all of {CLOUDS[cloud]}" for cloud in self.clouds), *self.beyond, *zones]

    def __str__(self) -> str:
        *most, last = self._parts
        return f"{', '.join(most)} and {last}" if most else last


def loss_of(sites: Mapping[str, Any], failures: Iterable[tuple[str, str | None]]) -> Loss:
    """What faults take from the sites of an environment.

    Args:
        sites: what the environment says of each, by name: its cloud, its region, the letters of its zones.
        failures: the faults in force, each a cloud and a region, or a zone, of it; None for every region.
    """
    failing = {(cloud, where or "") for cloud, where in failures}
    lost = [name for name, site in sites.items() if {(site["cloud"], ""), (site["cloud"], site.get("region"))} & failing]
    zones = {
        name: letters
        for name, site in sites.items()
        if name not in lost and (letters := tuple(letter for letter in site.get("zones") or () if _fails(site, letter, failing)))
    }
    whole = {name for name, letters in zones.items() if len(letters) == len(sites[name]["zones"])}
    gone = tuple(name for name in sites if name in lost or name in whole)
    clouds = tuple(dict.fromkeys(site["cloud"] for site in sites.values() if (site["cloud"], "") in failing))
    return Loss(
        sites=gone,
        clouds=clouds,
        zones={name: letters for name, letters in zones.items() if name not in whole},
        others=tuple(name for name in sites if name not in gone),
        beyond=tuple(name for name in gone if sites[name]["cloud"] not in clouds),
    )


def _fails(site: Mapping[str, Any], letter: str, failing: set[tuple[str, str]]) -> bool:
    """Whether a zone fails; of Alibaba Cloud some have a hyphen before their letter."""
    return any((site["cloud"], f"{site.get('region', '')}{joint}{letter}") in failing for joint in ("", "-"))
