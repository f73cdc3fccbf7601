"""Instance types, and classes of databases and caches, in regions that do not have them."""

from __future__ import annotations

import pytest

from checks.schema.cloudformation.sizes import faults, sizes
from engine.values import UNKNOWN

from .broken import told

JAKARTA = "ap-southeast-3"


@pytest.mark.parametrize(
    ("token", "inputs", "expected"),
    [
        (
            "aws:ec2/instance:Instance",
            {"instanceType": "c6i.large"},
            ("instanceType", "ap-southeast-3 had no c6i.large on 2026-10-20"),
        ),
        (
            "aws:ec2/launchTemplate:LaunchTemplate",
            {"instanceType": "m7i.lrge"},
            ("instanceType", 'AWS had no "m7i.lrge" on 2026-10-20'),
        ),
        (
            "aws:autoscaling/group:Group",
            {
                "mixedInstancesPolicy": {
                    "launchTemplate": {"overrides": [{"instanceType": "m7i.large"}, {"instanceType": "c6i.large"}]}
                }
            },
            ("mixedInstancesPolicy.launchTemplate.overrides[1].instanceType", "ap-southeast-3 had no c6i.large on 2026-10-20"),
        ),
        ("aws:rds/instance:Instance", {"instanceClass": "db.m5.lage"}, ("instanceClass", 'AWS had no "db.m5.lage" on 2026-10-20')),
        (
            "aws:elasticache/cluster:Cluster",
            {"nodeType": "cache.m1.small"},
            ("nodeType", 'AWS had no "cache.m1.small" on 2026-10-20'),
        ),
        (
            "aws:opensearch/domain:Domain",
            {"clusterConfig": {"instanceType": "or1.huge.search"}},
            ("clusterConfig.instanceType", 'AWS had no "or1.huge.search" on 2026-10-20'),
        ),
    ],
)
def test_what_a_region_does_not_have_is_told(token, inputs, expected):
    assert [(each.path, each.reason) for each in faults(token, inputs, JAKARTA)] == [expected]


@pytest.mark.parametrize(
    ("token", "inputs", "region"),
    [
        ("aws:ec2/instance:Instance", {"instanceType": "m7i.large"}, JAKARTA),
        ("aws:ec2/instance:Instance", {"instanceType": "c6i.large"}, ""),
        ("aws:ec2/instance:Instance", {"instanceType": "c6i.large"}, "moon-north-1"),
        ("aws:ec2/instance:Instance", {"instanceType": UNKNOWN}, JAKARTA),
        ("aws:rds/clusterInstance:ClusterInstance", {"instanceClass": "db.serverless"}, JAKARTA),
        ("aws:rds/instance:Instance", {"instanceClass": "db.t4g.micro"}, JAKARTA),
        ("aws:opensearch/domain:Domain", {"clusterConfig": {"instanceType": "m6g.large.search"}}, JAKARTA),
        ("aws:eks/nodeGroup:NodeGroup", {"instanceTypes": ["m7i.large", "m6g.large"]}, JAKARTA),
    ],
)
def test_what_a_region_has_or_may_have_is_left_alone(token, inputs, region):
    assert list(faults(token, inputs, region)) == []


def test_what_comes_nearest_is_proposed():
    (machine,) = faults("aws:ec2/instance:Instance", {"instanceType": "c6i.large"}, JAKARTA)
    assert machine.fix.startswith('write "c')
    (database,) = faults("aws:rds/instance:Instance", {"instanceClass": "db.m3.large"}, JAKARTA)
    assert database.fix.startswith('write "db.m')


def test_every_kind_is_known_in_many_regions():
    kinds = ("cache", "dax", "docdb", "ec2", "neptune", "rds", "redshift", "search")
    assert all(len(sizes(kind).regions) > 25 and len(sizes(kind).having) > 8 for kind in kinds)


def test_the_region_is_the_resources_own_and_fleets_are_left_to_their_environment():
    inputs = {"region": JAKARTA, "instanceType": "c6i.large"}
    assert told("ec2/launchTemplate:LaunchTemplate", inputs)
    assert told("ec2/launchTemplate:LaunchTemplate", inputs, "nusantara:aws:Fleet$t::n") == []
