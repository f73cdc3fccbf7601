"""Where every subnet of a site lies: a fixed slot for each zone letter and tier, so that growing moves nothing; pure.

A site writes two blocks: `cidr` for nodes, data and load balancers, `pods` for pods.

    cidr, say a /16            8 zone slots, /19 each: zone a is slot 0, b slot 1, … h slot 7, i slot 0 again
      a zone's block, /19      first half: private, /20
                               second half, four quarters of /22: public, data, reserved-1, reserved-2
    pods, say a /16            8 zone slots, /19 each: the whole slot holds that zone's pods

- The slot follows from the zone's letter alone, never from its place in a list: a zone that is added, removed or listed in
  another order moves no other zone. Two zones of one site whose letters share a slot (a and i) cannot be used together.
- Eight slots are twice what a site of three or four zones needs, and halving them again would leave a /20 site with subnets too
  small to be of use. Regions with more than eight zones (Beijing, Hangzhou) fit as long as a site uses no two of one slot.
- Private takes half of a zone because nodes and load balancers grow there; public and data hold few addresses. Two quarters
  are kept for tiers that are yet to come, so that a later tier needs no address from a tier in use.
- Pods have a block of their own because the VPC plug-ins of EKS and ACK give each pod an address of the network: pods are two
  orders of magnitude more than nodes and would starve them.
- The cut of a block never changes: a subnet whose addresses change is replaced with all that stands in it.

The clouds' own rules, which the sizes keep to, stand in `limits`; beside them:
- AWS: a secondary block must lie in the same RFC 1918 range as the first one; beside a primary block in 10.0.0.0/15 none of
  10.0.0.0/16 can be added (docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html#add-cidr-block-restrictions).
- Alibaba Cloud: 100.64.0.0/10 belongs to the platform (www.alibabacloud.com/help/en/vpc/vpc-and-vswitch).

Map of the package:
- `blocks` reads and divides blocks; `limits` is what each cloud allows of them
- `cut` is the plan of a site: which part each zone and tier has; `ipv6` the same for IPv6
- `plan` is that of a whole environment: every subnet, what is kept and what is free; `proposal` the blocks of a further site
- `faults` is what can be wrong with one site, `tiers` with its extra tiers and pinned blocks, `space` between sites, and between
  an environment and what lies elsewhere
"""

from .blocks import CIDR_SIZES, PODS_SIZES, SPACE_SIZES
from .cut import TIERS, ZONE_BITS, ExtraTier, Tier, subnet, subnets, zone_block, zone_slot
from .faults import site_faults, zone_faults
from .ipv6 import ipv6_block, ipv6_index
from .limits import LIMITS, Limits, block_faults
from .plan import Place, Plan, Site, plan_of
from .proposal import Proposal, next_blocks
from .space import neighbour_faults, overlap_faults, peer_faults, space_faults
from .tiers import subnet_faults

__all__ = [
    "CIDR_SIZES",
    "LIMITS",
    "PODS_SIZES",
    "SPACE_SIZES",
    "TIERS",
    "ZONE_BITS",
    "ExtraTier",
    "Limits",
    "Place",
    "Plan",
    "Proposal",
    "Site",
    "Tier",
    "block_faults",
    "ipv6_block",
    "ipv6_index",
    "neighbour_faults",
    "next_blocks",
    "overlap_faults",
    "peer_faults",
    "plan_of",
    "site_faults",
    "space_faults",
    "subnet",
    "subnet_faults",
    "subnets",
    "zone_block",
    "zone_faults",
    "zone_slot",
]
