"""Places that a name is answered by, as Route 53 and Alibaba Cloud DNS call them; pure.

Sources: docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-geo.html (continents and countries of
ISO 3166); www.alibabacloud.com/help/en/dns/pubz-regional-route-outside-china (lines: `os_asia`, and of a country `os_asia_id`).
Mainland China's lines are by carrier, and none of them is for the whole country as Route 53's is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DEFAULT = "default"
"""Everybody else."""
CONTINENTS: Mapping[str, str] = {
    "AF": "os_africa",
    "AS": "os_asia",
    "EU": "os_euro",
    "NA": "os_namerica",
    "OC": "os_oceanica",
    "SA": "os_samerica",
}
"""Continents that both tell alike, with Alibaba Cloud's lines."""
_WITHIN = {"AS": "ID IN JP KR MY PH SG TH VN", "EU": "DE FR GB", "NA": "US CA", "OC": "AU NZ"}
COUNTRIES: Mapping[str, str] = {
    country: f"{CONTINENTS[continent]}_{country.lower()}" for continent, inside in _WITHIN.items() for country in inside.split()
}
"""Countries that both tell alike, with Alibaba Cloud's lines."""
PLACES: Final = (DEFAULT, *CONTINENTS, *COUNTRIES)
"""Everything that a name can be answered by."""


def line(place: str) -> str:
    """A place as Alibaba Cloud's GTM calls the source of a request."""
    return "default" if place == DEFAULT else CONTINENTS.get(place) or COUNTRIES[place]
