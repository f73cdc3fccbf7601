"""The families of instance types on Alibaba Cloud; pure.

What is sold, with its processors, is in help.aliyun.com/zh/ecs/user-guide/overview-of-instance-families, as of November 2026. Older
families are kept here for what still runs on them.
Which region sells which is told by ecs-buy.aliyun.com/instanceTypes/#/instanceTypeByRegion and the API alone, so nothing here says.
"""

from __future__ import annotations

import re
from typing import Final

PREFIX: Final = "ecs."

_ARM = "c6r c8y ebmc8y ebmg8y ebmr8y g6r g8y gn7r r8y"
_X86 = """
    c5 c6 c6a c6e c6t c7 c7a c7nex c7se c7t c8a c8ae c8i c8ine c9a c9ae c9i ic5 sn1 sn1ne
    g5 g5ne g6 g6a g6e g6h g6t g7 g7a g7h g7ne g7nex g7se g7t g8a g8ae g8i g8ine g8ise g9a g9ae g9h g9i g9it sn2 sn2ne
    r5 r6 r6a r6e r7 r7a r7p r7se r7t r8a r8ae r8i r9a r9ae r9i r9it re4 re4e re6 re6p re7p re8 se1 se1ne
    e s6 t5 t6 u1 u2a u2i v5 xn4 n4 mn4 e4 n1 n2 e3 t1 s1 s2 s3 m1 m2 c1 c2 c4 ce4 cm4
    d1 d1ne d2c d2s d3c d3s i1 i2 i2g i2gne i2ne i3 i3g i4 i4g i4p i4r i5 i5e i5g i5ge
    hfc5 hfc6 hfc7 hfc8i hfc9i hfg5 hfg6 hfg7 hfg8i hfg9i hfr6 hfr7 hfr8i hfr9i
    ebmc4 ebmc5s ebmc6 ebmc6a ebmc6e ebmc6me ebmc7 ebmc7a ebmc8a ebmc8i ebmc9ae ebmc9i
    ebmg5 ebmg5s ebmg6 ebmg6a ebmg6e ebmg7 ebmg7a ebmg7se ebmg8a ebmg8i ebmg9a ebmg9ae ebmg9i
    ebmr5s ebmr6 ebmr6a ebmr6e ebmr7 ebmr7a ebmr8a ebmr9ae ebmr9i ebmre6-6t ebmre6p ebmre7p
    ebmhfc6 ebmhfc7 ebmhfg5 ebmhfg6 ebmhfg7 ebmhfr6 ebmhfr7 ebmi2 ebmi2g ebmi3s
    ebmgn5i ebmgn6e ebmgn6i ebmgn6v ebmgn7 ebmgn7e ebmgn7ex ebmgn7i ebmgn7ix ebmgn8ia ebmgn8is ebmgn8v ebmgn9g ebmgn9gc ebmgn9ge
    gn4 gn5 gn5e gn5i gn6e gn6i gn6v gn7 gn7e gn7i gn7s gn8is gn8v gn8v-tee gn9gc ga1 f1 f3
    sgn7i-vws sgn8ia vgn5i vgn6i vgn6i-vws vgn7i-vws video-trans
    hpc6id hpc7ip hpc8ae hpc8i hpc9a sccc7 scch5 scch5s sccg5 sccg5s sccg7 sccgn6 sccgn6e sccgn7ex
"""

ARM_FAMILIES: Final = frozenset(_ARM.split())
"""Those with Yitian 710 or Ampere Altra processors."""
FAMILIES: Final = ARM_FAMILIES.union(_X86.split())
"""Every family, without `ecs.` before it."""

_SIZE: Final = re.compile(r"(?:nano|micro|tiny|small|medium|large|\d*xlarge|\d+xhevc)")


def family(type_: str) -> str | None:
    """The known family of a type; None where there is none, or its size is no size.

    Where a family's types differ in the share of memory or graphics, that stands between family and size: `ecs.t6-c1m2.large`,
    `ecs.gn7i-c8g1.2xlarge`. So the longest family that a name begins with is meant.
    """
    name, _, size = type_.removeprefix(PREFIX).rpartition(".")
    if not type_.startswith(PREFIX) or not _SIZE.fullmatch(size):
        return None
    while name not in FAMILIES and "-" in name:
        name = name.rpartition("-")[0]
    return name if name in FAMILIES else None


_GPU: Final = re.compile(r"(ebm|s|scc)?v?gn\d")


def gpu_family(type_: str) -> bool | None:
    """Whether a type has GPUs, or a share of one; None for a type whose family is not known.

    Source: help.aliyun.com/zh/ecs/user-guide/overview-of-instance-families, where the names of GPU families, and of no others, have
    `gn` before the generation; ga1, older than that, has AMD's.
    """
    known = family(type_)
    return None if known is None else known == "ga1" or bool(_GPU.match(known))
