"""A Helm chart in a cluster: one release of it, at the version that is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pulumi
import pulumi_kubernetes as kubernetes

from .. import arguments
from ..errors import Faults
from ..inputs import inputs

OCI = "oci://"

_RELEASE_LIMIT = 53
_REPOSITORY = re.compile(r"(https|oci)://[a-z0-9.-]+(:\d+)?(/[\w.~-]+)*/?")
_VERSION = re.compile(r"v?\d+\.\d+\.\d+([-+][\w.+-]+)?")
_KEPT = 5


@dataclass(frozen=True, kw_only=True)
class ChartArgs:
    """What a release of a chart is made from.

    Args:
        chart: the chart's name in its repository; the release bears it too unless `release` says another.
        repository: where charts are, "https://…" of an index, or "oci://…" of a registry without the chart's name.
        version: the chart's own version to the patch, as its repository spells it ("3.5.0", "v1.21.1"), never a range or "latest".
        namespace: the namespace it is installed into, which is there already.
        values: what it is told, in the chart's own keys.
        release: the release's name, at most 53 characters, as Helm has it.
        timeout: seconds for each of its objects to be ready.

    Raises:
        ArgumentsError: with every fault.
    """

    chart: str
    repository: str
    version: str
    namespace: pulumi.Input[str]
    values: Mapping[str, Any] = field(default_factory=dict)
    release: str | None = None
    timeout: int = 600

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_label(faults, "chart", self.chart)
        expected, fix = "the address of a repository, https:// or oci://", "write it without the chart's name"
        faults.check(bool(_REPOSITORY.fullmatch(self.repository)), "repository", self.repository, expected, fix)
        if arguments.check_pinned(faults, "version", self.version, "write the chart's version"):
            expected = "one version to the patch, say 3.5.0; a range would change between two previews"
            faults.check(bool(_VERSION.fullmatch(self.version)), "version", self.version, expected, "write the chart's version")
        if self.release is not None:
            arguments.check_label(faults, "release", self.release)
        expected = f"at most {_RELEASE_LIMIT} characters, as Helm asks"
        faults.check(len(self.called) <= _RELEASE_LIMIT, "release", self.called, expected, "shorten it")
        arguments.check_range(faults, "timeout", self.timeout, 1, 3600)
        faults.raise_any()

    @property
    def called(self) -> str:
        """The release's name inside the cluster."""
        return self.release if self.release is not None else self.chart


class Chart(pulumi.ComponentResource):
    """One Helm release under a fixed name, made whole or not at all.

    What it holds is Helm's to render and to make: it stands in no plan, and neither checks nor simulated clouds look into it.
    Helm installs the definitions of custom kinds that lie in a chart's `crds` folder once and never updates them
    (helm.sh/docs/chart_best_practices/custom_resource_definitions). Pulumi's own engine asks the cluster in a preview too
    (github.com/pulumi/pulumi-kubernetes/issues/1794).

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child, `depends_on` too; the cluster's Kubernetes provider among them.
    """

    TYPE: ClassVar[str] = "nusantara:kubernetes:Chart"

    release: kubernetes.helm.v3.Release
    """What serves comes after it, by `depends_on`, and so goes before it."""
    name: pulumi.Output[str]
    """The release's name, known once everything of it is ready."""

    def __init__(self, name: str, args: ChartArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        in_registry = args.repository.startswith(OCI)
        self.release = kubernetes.helm.v3.Release(
            f"{name}-release",
            name=args.called,
            chart=f"{args.repository.rstrip('/')}/{args.chart}" if in_registry else args.chart,
            repository_opts=None if in_registry else {"repo": args.repository},
            version=args.version,
            namespace=args.namespace,
            values=dict(args.values),
            atomic=True,  # a failed install leaves nothing behind, a failed upgrade what was there before
            cleanup_on_fail=True,
            wait_for_jobs=True,
            max_history=_KEPT,
            timeout=args.timeout,
            opts=pulumi.ResourceOptions(parent=self, depends_on=opts.depends_on if opts else None),
        )
        self.name = self.release.name.apply(lambda known: known or args.called)
        self.register_outputs({"name": self.name})
