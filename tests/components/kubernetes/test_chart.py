"""A Helm release: one version under one name, whole or not at all."""

from __future__ import annotations

from typing import Any

import pytest

from components.errors import ArgumentsError
from components.kubernetes.chart import Chart, ChartArgs
from tests.support.mocks import record

RELEASE = "kubernetes:helm.sh/v3:Release"
REPOSITORY = "https://charts.example.org"


def args(**given) -> ChartArgs:
    told: dict[str, Any] = {
        "chart": "cert-manager",
        "repository": REPOSITORY,
        "version": "v1.21.1",
        "namespace": "cert-manager",
        **given,
    }
    return ChartArgs(**told)


def test_a_release_is_pinned_named_and_made_whole_or_not_at_all():
    found = record(lambda: Chart("main-chart-cert-manager", args(values={"crds": {"enabled": True}})))
    release, component = found.one(RELEASE, "main-chart-cert-manager-release"), found.one(Chart.TYPE)
    assert release.parent == component.urn
    assert {key: value for key, value in release.inputs.items() if key != "compat"} == {
        "name": "cert-manager",
        "chart": "cert-manager",
        "repositoryOpts": {"repo": REPOSITORY},
        "version": "v1.21.1",
        "namespace": "cert-manager",
        "values": {"crds": {"enabled": True}},
        "atomic": True,
        "cleanupOnFail": True,
        "waitForJobs": True,
        "maxHistory": 5,
        "timeout": 600,
    }
    assert component.outputs == {"name": "cert-manager"}
    assert len(found) == 2


def test_a_chart_of_a_registry_is_called_by_its_whole_address():
    registry = args(chart="karpenter", repository="oci://public.ecr.aws/karpenter", version="1.14.1", release="scaler")
    release = record(lambda: Chart("k", registry)).one(RELEASE).inputs
    assert (release["chart"], release["name"]) == ("oci://public.ecr.aws/karpenter/karpenter", "scaler")
    assert "repositoryOpts" not in release


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"version": "latest"}, "version"),
        ({"version": ""}, "version"),
        ({"version": "1.21"}, "version"),
        ({"version": ">=1.21.0"}, "version"),
        ({"version": "~1.21.1"}, "version"),
        ({"repository": "http://charts.example.org"}, "repository"),
        ({"repository": "jetstack"}, "repository"),
        ({"chart": "jetstack/cert-manager"}, "chart"),
        ({"release": "a" * 54}, "release"),
        ({"timeout": 0}, "timeout"),
    ],
)
def test_what_is_not_pinned_or_not_found_is_refused(given, field):
    with pytest.raises(ArgumentsError) as error:
        args(**given)
    assert {fault.field for fault in error.value.faults} == {field}


def test_every_fault_is_told_at_once():
    with pytest.raises(ArgumentsError) as error:
        args(version="latest", repository="", chart="No Chart")
    assert {fault.field for fault in error.value.faults} >= {"version", "repository", "chart"}
