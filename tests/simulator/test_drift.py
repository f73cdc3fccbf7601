"""What is done to objects by hand: a Read tells it, and the cloud's own rules hold for it too."""

from __future__ import annotations

import pytest

from simulator import Clouds
from simulator.drift import DriftError
from simulator.values import Secret
from tests.support.alicloud_site import SWITCH
from tests.support.alicloud_site import Site as AlibabaSite
from tests.support.aws_site import GROUP, SUBNET, VPC, Site


@pytest.fixture
def store(tmp_path):
    return tmp_path / "clouds.sqlite"


def test_a_change_is_read_among_inputs_and_outputs(store):
    aws = Site(store)
    vpc = aws.make(VPC, "net", cidrBlock="10.0.0.0/16", tags={"owner": "platform"})
    Clouds(store).change("net", {"tags.owner": "ops", "tags.team": "a", "enableDnsSupport": False})
    inputs, outputs = aws.found(VPC, vpc)
    for found in (inputs, outputs):
        assert found["tags"] == {"owner": "ops", "team": "a"}
        assert found["enableDnsSupport"] is False
    Clouds(store).change(vpc, {"tags.team": None})
    assert aws.found(VPC, vpc)[0]["tags"] == {"owner": "ops"}


def test_what_only_the_cloud_makes_is_no_input(store):
    aws = Site(store)
    vpc = aws.vpc
    Clouds(store).change(vpc, {"mainRouteTableId": "rtb-other"})
    inputs, outputs = aws.found(VPC, vpc)
    assert "mainRouteTableId" not in inputs
    assert outputs["mainRouteTableId"] == "rtb-other"


def test_the_next_update_puts_it_right(store):
    aws = Site(store)
    wanted, _ = aws.check(VPC, "net", cidrBlock="10.0.0.0/16", tags={"owner": "platform"})
    vpc = aws.make(VPC, "net", **wanted)
    made = aws.found(VPC, vpc)
    Clouds(store).change(vpc, {"tags.owner": "ops"})
    drifted = aws.found(VPC, vpc)
    assert list(aws.diff(VPC, drifted[0], wanted, outputs=drifted[1]).detailedDiff) == ["tags.owner"]
    aws.update(VPC, vpc, drifted[1], **wanted)
    assert aws.found(VPC, vpc) == made


def test_a_deleted_object_is_not_found(store):
    alibaba = AlibabaSite(store)
    switch = alibaba.switch()
    Clouds(store).delete(switch)
    assert not alibaba.exists(SWITCH, switch)


def test_what_is_in_use_is_not_deleted_by_hand_either(store):
    aws = Site(store)
    subnet = aws.subnet()
    with pytest.raises(DriftError, match=f"DependencyViolation.*{SUBNET}"):
        Clouds(store).delete(aws.vpc)
    Clouds(store).delete(subnet)
    Clouds(store).delete(aws.vpc)
    assert Clouds(store).list() == ()


def test_which_object_is_meant_must_be_plain(store):
    aws = Site(store)
    first, second = (aws.make(VPC, "net", cidrBlock="10.0.0.0/16") for _ in range(2))
    with pytest.raises(DriftError, match=f"(?s)may be any of these.*{first}.*{second}"):
        Clouds(store).delete("net")
    with pytest.raises(DriftError, match="no object 'n_t'"):
        Clouds(store).delete("n_t")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("tags[", "is no property path"),
        ("tags[*]", "is no single property"),
        ("vpcId", "points to another object"),
        ("description.first", "leads nowhere"),
        ("ports[3]", "leads nowhere"),
        ("tags.word", "is secret"),
    ],
)
def test_a_path_that_cannot_be_set_says_why_and_nothing_changes(store, path, said):
    aws = Site(store)
    group = aws.make(GROUP, "web", vpcId=aws.vpc, description="web", tags={"word": Secret("planted")})
    before = aws.found(GROUP, group)
    with pytest.raises(DriftError, match=said):
        Clouds(store).change(group, {"name": "other", path: "x"})
    assert aws.found(GROUP, group) == before
