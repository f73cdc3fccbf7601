"""Instance types: which regions have one, how large it is, what its name says; pure, and nothing is looked up.

aws             every type of EC2 by region, from a table in this folder, which is read when it is first asked for
alicloud        the families of ECS; which regions have which, Alibaba Cloud publishes nowhere but in its console and its API
architecture    what a name says of the processor, on either cloud
gpu             whether a type has GPUs, on either cloud
alternatives    which types come nearest to one that cannot be had
"""

from __future__ import annotations

from .alternatives import alternatives
from .architecture import Architecture, architecture
from .aws import InstanceType, instance_types
from .gpu import has_gpu
from .needs import Needs, fulfilling

__all__ = ["Architecture", "InstanceType", "Needs", "alternatives", "architecture", "fulfilling", "has_gpu", "instance_types"]
