"""Which sites a cluster, a fleet or a workload has, read from raw data that may be wrong anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from components.naming import Cloud

from ..regions import CLOUDS
from .problems import Cursor


def placed(environment: Cursor, selection: Cursor) -> Iterator[tuple[str, Cloud, str | None]]:
    """The chosen sites that exist, on a cloud that exists: name, cloud, region."""
    names = [each.text for each in selection.each()]
    for name, site in environment["sites"].items():
        cloud = site["cloud"].text
        if cloud in CLOUDS and (selection.text == "all" or name in names):
            yield name, cloud, site["region"].text
