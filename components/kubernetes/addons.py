"""The baseline of a cluster: what is there before any workload, as lists of which each entry is there or is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

import pulumi

from ..errors import Faults
from ..inputs import inputs
from .chart import Chart, ChartArgs
from .namespace import Namespace, NamespaceArgs
from .priorities import Priority, PriorityArgs
from .storage_class import StorageClass, StorageClassArgs


@dataclass(frozen=True, kw_only=True)
class AddonsArgs:
    """What a cluster's baseline is made from, each by a stable key.

    Args:
        namespaces: namespaces with their security standard, policies, quotas and limits.
        priorities: whose pods go first where room is short.
        storage_classes: the kinds of disks that pods may ask for.
        charts: what is installed with Helm, each at a version of its own; into a namespace of these by its key, or into another.

    Raises:
        ArgumentsError: where more than one priority, or storage class, is to be the cluster's default.
    """

    namespaces: Mapping[str, NamespaceArgs] = field(default_factory=dict)
    priorities: Mapping[str, PriorityArgs] = field(default_factory=dict)
    storage_classes: Mapping[str, StorageClassArgs] = field(default_factory=dict)
    charts: Mapping[str, ChartArgs] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        for name in ("priorities", "storage_classes"):
            defaults = [key for key, each in getattr(self, name).items() if each.default]
            for key in defaults[1:]:
                expected = f"one default, which {defaults[0]} is"
                faults.check(
                    ok=False, field=f"{name}.{key}.default", given=True, expected=expected, fix="take it out of one of them"
                )
        faults.raise_any()


class Addons(pulumi.ComponentResource):
    """Namespaces, priorities, storage classes and charts of a cluster, each of its own: one more of them touches no other.

    What it makes may have stood beside it before, under its own parent, with the same name; it is then taken over as it is.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; the cluster's Kubernetes provider among them.
    """

    TYPE: ClassVar[str] = "nusantara:kubernetes:Addons"

    namespace_names: Mapping[str, pulumi.Output[str]]
    """The namespaces' names, known once they exist, by their keys."""
    priority_names: Mapping[str, pulumi.Output[str]]
    """What pods name priorities by, likewise."""
    storage_class_names: Mapping[str, pulumi.Output[str]]
    """What claims name storage classes by, likewise."""
    releases: Mapping[str, Chart]
    """What is installed, by its key: what it serves comes after it."""

    @classmethod
    def urn_of(cls, name: str, parent: pulumi.Resource | None) -> pulumi.Output[str]:
        """The URN that one has, or had: what no longer is in its lists, and is made beside it, says so by an alias.

        Args:
            name: its name.
            parent: its parent; the stack by default.
        """
        return pulumi.create_urn(name, cls.TYPE, parent)

    def __init__(self, name: str, args: AddonsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        before = pulumi.Alias(parent=opts.parent if opts else None)
        child = pulumi.ResourceOptions(parent=self, aliases=[before])
        self.namespace_names = {key: Namespace(f"{name}-{key}", each, child).name for key, each in args.namespaces.items()}
        self.priority_names = {key: Priority(f"{name}-priority-{key}", each, child).name for key, each in args.priorities.items()}
        self.storage_class_names = {
            key: StorageClass(f"{name}-storage-{key}", each, child).name for key, each in args.storage_classes.items()
        }
        self.releases = {key: Chart(f"{name}-chart-{key}", self._placed(each), child) for key, each in args.charts.items()}
        self.register_outputs({name: getattr(self, name) for name in ("namespace_names", "priority_names", "storage_class_names")})

    def _placed(self, chart: ChartArgs) -> ChartArgs:
        """A chart that comes after its namespace, where that is one of these."""
        there = self.namespace_names.get(chart.namespace) if isinstance(chart.namespace, str) else None
        return chart if there is None else replace(chart, namespace=there)
