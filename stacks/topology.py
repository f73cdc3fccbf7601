"""From an environment to its components: a provider and a Site for each site, what joins them, then what data cannot say."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar

import pulumi

from components import contracts
from faults import Fault, Position

from .arguments import SiteArguments
from .certificates import Issued, certificates
from .data import replicate
from .edge import Edges, edges
from .environment import EnvironmentFaults, Loaded
from .links import Links, make_links
from .owner import require_owner
from .private_dns import private_zones
from .providers import provider
from .purpose import transformations
from .referred import Joined, referred
from .rehearsal import check
from .site import Site
from .told import TOLD, telling
from .traffic import Names, PublicZones, public_zones, served_names


class Topology(pulumi.ComponentResource):
    """The environment, its sites, each of which stands alone, and what joins them, which comes after them.

    Its inputs are the environment as it was read, so that whatever reads a plan knows what the environment says. Of an environment
    that is split each stack has it as its root, with the same inputs, and below it a site or what joins the sites.

    Args:
        loaded: the environment.

    Attributes:
        sites: the sites that this stack declares, by name: all of them, one, or none.
        joins: whether this stack declares what joins the sites.
        private_zones: the private DNS zone of each account, by name.
        links: what joins the networks of sites, and the gateways for that.
        public_zones: the public DNS zones, by provider.
        traffic: what answers the names that several sites serve, by name, then by provider.
        edges: the CDNs in front of such names, by name, then by cloud.
        certificates: the ARNs of certificates that were asked for, by name, then by account and region.
    """

    TYPE: ClassVar[str] = "nusantara:index:Environment"

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        # How many stacks it takes is no fact of anything in them, so that taking an environment apart changes nothing.
        inputs = loaded.environment.model_dump(mode="json", exclude_none=True, exclude={"split"})
        opts = pulumi.ResourceOptions(transformations=transformations(loaded.environment))
        super().__init__(self.TYPE, loaded.name, inputs, opts)
        self.sites = {name: self._site(name) for name in loaded.here}
        self.joins = loaded.joins
        self.private_zones: dict[str, contracts.PrivateZone] = {}
        self.links = Links({}, {}, {})
        self.public_zones = PublicZones({}, {}, {})
        self.traffic: Names = {}
        self.edges: Edges = {}
        self.certificates: Mapping[str, Issued] = {}
        if self.joins:
            self._join(self.sites or referred(loaded, self))
        self.register_outputs({})

    def _join(self, sites: Mapping[str, Joined]) -> None:
        """Declare what joins sites, each of which another stack may have declared: what it needs of one, `Joined` says.

        It has providers of its own, since a site's is a resource of the site's stack; and it waits for no resource of a site but by
        what that tells.
        """
        self.private_zones = private_zones(self.loaded, sites, self)
        self.links = make_links(self.loaded, sites, self)
        self.public_zones = public_zones(self.loaded, self)
        self.traffic = served_names(self.loaded, sites, self.public_zones)
        self.certificates = certificates(self.loaded, self.public_zones, self)
        self.edges = edges(self.loaded, self.public_zones, self.traffic, self.certificates, self)
        replicate(self.loaded, sites, self)

    @property
    def outputs(self) -> dict[str, Any]:
        """The outputs of the stack."""
        outputs: dict[str, Any] = {"sites": {name: site.outputs for name, site in self.sites.items()}} if self.sites else {}
        if not self.joins:
            outputs[TOLD] = {name: telling(site) for name, site in self.sites.items()}
        if self.private_zones:
            outputs["private_dns"] = {name: zone.id for name, zone in self.private_zones.items()}
        if self.links.links:
            outputs["links"] = self.links.outputs
        if self.public_zones.zones:
            outputs["public_dns"] = self.public_zones.outputs
        if self.edges:
            outputs["edge"] = {
                name: {cloud: each.address for cloud, each in by_cloud.items()} for name, by_cloud in self.edges.items()
            }
        return outputs

    def _site(self, name: str) -> Site:
        arguments = SiteArguments(self.loaded, name)
        made = provider(
            name,
            self.loaded.environment.sites[name],
            environment=self.loaded.name,
            tags=arguments.tags,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return Site(name, arguments, pulumi.ResourceOptions(parent=self, providers=[made]))


def build(loaded: Loaded) -> Topology:
    """Declare an environment, then let its `stacks/<environment>.py` add what data cannot say.

    Raises:
        EnvironmentFaults: when a component refuses what the environment says, the module has no `compose`, or another stack has
            still what this one would make; nothing has been declared then.
    """
    check(loaded)
    require_owner(loaded)
    compose = _composer(loaded.name)
    topology = Topology(loaded)
    if compose is not None:
        compose(topology)
    return topology


def _composer(environment: str) -> Callable[[Topology], None] | None:
    """The `compose` of an environment's module; None where it has no module."""
    file = Path(__file__).with_name(f"{environment}.py")
    if not file.is_file():
        return None
    shown = f"{file.parent.name}/{file.name}"
    try:
        module = importlib.import_module(f".{environment}", __package__)
    except Exception as error:
        if isinstance(error, SyntaxError) and error.filename == str(file):
            where = Position(shown, error.lineno or 1, error.offset or 1)
            raise EnvironmentFaults([Fault(where=where, given=f"no Python: {error.msg}", fix="mend the syntax")]) from None
        # What importing takes lies between this frame and the module's own, and would bury it.
        error.__traceback__ = _within(error.__traceback__, str(file))
        raise
    compose = getattr(module, "compose", None)
    if not callable(compose):
        given, fix = "no function compose", "define it, or give the stack another name"
        raise EnvironmentFaults([Fault(where=Position(shown, 1, 1), given=given, expected="compose(topology)", fix=fix)])
    return compose


def _within(trace: TracebackType | None, file: str) -> TracebackType | None:
    """The part of a traceback that begins in a file; all of it where none does."""
    inner = trace
    while inner is not None and inner.tb_frame.f_code.co_filename != file:
        inner = inner.tb_next
    return inner or trace
