"""What replaces objects of Alibaba Cloud's types without a row, by the table that is read from its provider's source."""

from __future__ import annotations

import re
import sysconfig
from pathlib import Path

import pytest

from checks.schema.sdk import sdk
from simulator import servicer
from simulator.alicloud import forcing as module
from simulator.alicloud.cloud import CLOUD
from simulator.alicloud.forcing import forcing
from tests.alicloud_schemas.naming import inside
from tests.support.simulated import Provider

TABLE = Path(module.__file__).with_suffix(".tsv").read_text()
TYPES = re.findall(r"^(alicloud:\S+)\t", TABLE, re.MULTILINE)
INSTALLED = sdk("alicloud", (Path(sysconfig.get_path("purelib")),))
DATABASE, PACKAGE = "alicloud:rds/instance:Instance", "alicloud:ga/bandwidthPackage:BandwidthPackage"


@pytest.fixture
def provider(tmp_path: Path) -> Provider:
    return Provider("alicloud", tmp_path / "clouds.sqlite", region="ap-southeast-5")


def test_nearly_every_type_of_the_sdk_is_in_it():
    assert INSTALLED is not None
    assert set(TYPES) <= INSTALLED.types
    assert len(TYPES) > 0.96 * len(INSTALLED.types)


def test_every_path_is_the_sdks():
    assert INSTALLED is not None
    strangers = []
    for token in TYPES:
        found = forcing(token)
        assert found is not None
        for path in (*found.sure, *found.doubts):
            at = INSTALLED.arguments(token)
            for step in path.replace("[*]", "").split("."):
                wanted = at.properties.get(step) if at is not None else None
                if wanted is None:
                    strangers.append((token, path))
                    break
                _, at = inside(wanted.type())
    assert strangers == []


def test_rows_say_what_the_source_says():
    """The rows were read by people; where they say something else, one of the two is wrong."""
    apart = {}
    for token, row in CLOUD.rules.items():
        found = forcing(token)
        assert found is not None, token
        assert isinstance(row.replaces, frozenset)
        missing = [p for p in found.sure if not any(p == each or p.startswith((f"{each}.", f"{each}[")) for each in row.replaces)]
        if more := {*missing, *(row.replaces - found.sure.keys() - found.doubts.keys())}:
            apart[token] = more
    assert apart == {}


def test_an_input_that_forces_a_new_object_replaces_it(provider: Provider):
    old = {"engine": "MySQL", "engineVersion": "8.0", "instanceType": "rds.mysql.s2.large", "instanceStorage": 30}
    assert provider.replaces(DATABASE, old, {**old, "engine": "PostgreSQL"}) == ["engine"]
    assert provider.replaces(DATABASE, old, {**old, "instanceStorage": 60}) == []
    assert provider.replaces(DATABASE, {**old, "zoneId": "a"}, {**old, "zoneId": "b"}) == ["zoneId"]


def test_what_the_cloud_knows_itself_may_be_left_out(provider: Provider):
    assert provider.replaces(DATABASE, {"engine": "MySQL", "zoneId": "a"}, {"engine": "MySQL"}) == []


def test_what_was_left_out_may_be_said(provider: Provider):
    """The provider fills the default in, so that nothing differs."""
    token = "alicloud:eipanycast/anycastEipAddress:AnycastEipAddress"
    assert provider.replaces(token, {"paymentType": "PayAsYouGo"}, {}) == []
    assert provider.replaces(token, {}, {"paymentType": "PayAsYouGo"}) == []


def test_what_is_not_certain_has_its_reason(tmp_path: Path):
    host = servicer("alicloud", store=tmp_path / "clouds.sqlite")
    assert host is not None
    assert host.doubt(DATABASE, "vswitchId") == (
        "its provider's source has it force a replacement, but not for every difference (resource_alicloud_db_instance.go, 1.289.0)"
    )
    assert host.doubt(DATABASE, "instanceStorage") == ""
    assert host.doubt("alicloud:vpc/network:Network", "cidrBlock") == "", "a row is certain"
    assert "does not say which inputs" in host.doubt("alicloud:vpc/routeTargetGroup:RouteTargetGroup", "description")
    assert host.doubt("aws:ec2/vpc:Vpc", "tags.a")
