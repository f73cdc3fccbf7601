"""The table of services that networks can have endpoints of."""

from __future__ import annotations

from stacks.endpoints import endpoint_regions
from stacks.regions import ZONES


def test_a_service_is_in_regions_of_its_cloud():
    assert [service for service, regions in endpoint_regions().items() if not regions or regions - ZONES["aws"].keys()] == []


def test_what_a_network_without_a_way_out_needs_is_everywhere_on_aws():
    """By AWS' own list: docs.aws.amazon.com/eks/latest/userguide/private-clusters.html."""
    known = endpoint_regions()
    needed = [
        "ec2",
        "ecr.api",
        "ecr.dkr",
        "s3",
        "elasticloadbalancing",
        "xray",
        "logs",
        "sts",
        "eks",
        "eks-auth",
        "autoscaling",
        "ssm",
    ]
    assert [service for service in needed if known[service] != ZONES["aws"].keys()] == []


def test_a_table_reads_words_in_order_and_takes_away_behind_a_hyphen():
    known = endpoint_regions()
    assert known["ecr-public.api"] == {"us-east-1", "us-west-2"}
    assert ZONES["aws"].keys() - known["codebuild"] == {"ap-east-2", "ca-west-1", "mx-central-1"}
    assert known["servicecatalog"] >= {"ap-southeast-6", "ca-west-1"}, "added again after their group was taken away"
    assert "ap-south-1" not in known["grafana"]
    assert known["kms-fips"] == known["kms"]
