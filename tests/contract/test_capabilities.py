"""What one cloud can and the other cannot is said by the classes, meant by the contracts, and written in docs/capabilities.md."""

from __future__ import annotations

import pytest

from components import contracts
from stacks.networks import NEEDS
from stacks.regions import CLOUDS
from tests.contract.capabilities import CONTRACTS, DOCUMENT, capabilities, documented, page


def test_the_page_is_what_the_classes_say():
    assert DOCUMENT.read_text() == page(), "run `make capabilities`"


@pytest.mark.parametrize("title", CONTRACTS)
def test_a_capability_has_a_meaning_and_is_none_that_every_cloud_has(title):
    found = list(capabilities(*CONTRACTS[title]))
    assert found
    assert [each.name for each in found if not each.meaning] == []
    assert [each.name for each in found if len(each.clouds) == len(CLOUDS)] == []


def test_what_an_environment_asks_of_a_cloud_is_a_capability_of_networks():
    assert {need.capability for need in NEEDS} <= documented(contracts.Network).keys()


def test_a_contract_without_the_section_documents_nothing():
    assert documented(contracts.NetworkArgs) == {}
