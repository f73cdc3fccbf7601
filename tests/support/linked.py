"""The small environment of the stacks' tests with links: two sites, one on each cloud, and perhaps a third."""

from __future__ import annotations

from stacks.topology import build
from tests.stacks.conftest import another_site, edited, source
from tests.support.mocks import Recording, record
from tests.support.walking import answers

SITES = "    sites:\n"
LINK = "      - {between: [jakarta, batam], tiers: [private, data]}\n"
ON_AWS, ON_ALICLOUD = another_site("abc"), another_site("abc", "alicloud")
NETWORKS = {
    "jakarta": "        network: {cidr: 10.32.0.0/16, pods: 10.33.0.0/16}\n",
    "batam": "        network: {cidr: 10.36.0.0/16, pods: 10.37.0.0/16}\n",
}


def text(links: str = LINK, *, more: str = "", of: dict[str, str] | None = None, acls: str = "") -> str:
    """The environment with links, the first of which stands in line 8; with fields of sites, and ACLs of Jakarta's network."""
    said = {NETWORKS[site]: f"{NETWORKS[site]}        {field}\n" for site, field in (of or {}).items()}
    if acls:
        said = {NETWORKS["jakarta"]: NETWORKS["jakarta"].replace("}\n", f", acls: {acls}}}\n")}
    whole = edited({SITES: f"    links:\n{links}{SITES}{more}", **said})
    return whole[: whole.index("    clusters:")]


def plan(whole: str) -> Recording:
    """What the program registers for an environment."""
    return record(lambda: build(source(whole, releases="").loaded()), stack="test", outputs=answers)
