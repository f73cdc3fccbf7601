"""What an environment says of the Helm charts of a cluster."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from .base import Model
from .values import Key, Matches, OrNone, Text

ChartName: TypeAlias = Annotated[
    str, Matches(r"[a-z0-9](?:[a-z0-9-]{0,51}[a-z0-9])?", "a chart's name, small letters, digits and hyphens", "rename it")
]
Repository: TypeAlias = Annotated[
    str,
    Matches(
        r"(?:https|oci)://[a-z0-9.-]+(?::\d+)?(?:/[\w.~-]+)*/?",
        "where charts are: https:// of an index, or oci:// of a registry",
        "write it without the chart's name",
    ),
]
Version: TypeAlias = Annotated[
    str,
    Matches(
        r"v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?",
        "one version of a chart, to the patch",
        "write it as the repository does, say 3.5.0; what is newest would change between two previews",
    ),
]


class CloudChart(Model):
    """What a chart is told on one cloud alone."""

    values: dict[str, Any] = Field(default_factory=dict, description="values on this cloud, laid over the others")


class AwsChart(CloudChart):
    """What a chart is told on AWS alone."""

    zones: list[Text] = Field(
        default_factory=list,
        description="ids of the hosted zones that external-dns and cert-manager may change; by default any",
    )


class Chart(Model):
    """A Helm chart of a cluster: a known one needs nothing, any other a repository, a version and a namespace."""

    version: Version | None = Field(None, description="its version to the patch; of a known chart by default the one that is known")
    repository: Repository | None = Field(None, description="where it is; of a known chart a copy of your own")
    chart: ChartName | None = Field(None, description="its name in the repository; by default the one that it stands under here")
    namespace: Key | None = Field(None, description="where it runs, a namespace of its own; a known chart has one")
    security: Literal["restricted", "baseline", "privileged"] = Field(
        "restricted", description="the Pod Security Standard of that namespace; a known chart has its own"
    )
    values: dict[str, Any] = Field(
        default_factory=dict, description="what it is told in its own keys, laid over what makes it right in the cluster"
    )
    aws: AwsChart = Field(default_factory=AwsChart, description="what it is told on AWS alone")
    alicloud: CloudChart = Field(default_factory=CloudChart, description="what it is told on Alibaba Cloud alone")


Charts: TypeAlias = dict[ChartName, Annotated[Chart | Literal["none"], OrNone("{} for it as it comes, or none to bring your own")]]
