"""docs/traffic.md says every word of public names, and tells of each thing that one provider lacks."""

from __future__ import annotations

import re

import pytest

from components.traffic.capabilities import CAPABILITIES
from stacks.environment.public_dns import AlicloudZone, AwsZone, PublicDns
from stacks.environment.traffic import AlicloudCheck, Check, Traffic

from .test_networks_page import ROOT

PAGE = (ROOT / "docs" / "traffic.md").read_text()


@pytest.mark.parametrize("model", [PublicDns, AwsZone, AlicloudZone, Traffic, Check, AlicloudCheck])
def test_every_word_is_explained(model):
    assert {word for word in model.model_fields if not re.search(rf"\b{word}\b", PAGE)} == set()


def test_what_one_provider_lacks_has_its_row():
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    for capability in CAPABILITIES["aws"] ^ CAPABILITIES["alicloud"]:
        (row,) = (line for line in rows if re.match(rf"\| {capability}\b", line))
        route53, gtm = (cell.strip() for cell in row.split("|")[2:4])
        assert route53.startswith("yes") == (capability in CAPABILITIES["aws"])
        assert gtm.startswith("yes") == (capability in CAPABILITIES["alicloud"])
