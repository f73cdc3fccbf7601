"""The tree of an account, which every URN depends on: another one would make everything anew."""

from __future__ import annotations

import pytest

from bootstrap.account import build
from bootstrap.source import ACCOUNTS, Source
from tests.support.mocks import record

PARTS = {
    "aws": {
        "nusantara:aws:AccountBaseline": "account",
        "nusantara:aws:StateStore": "state",
        "nusantara:aws:PipelineIdentity": "ci",
    },
    "alicloud": {
        "nusantara:alicloud:AccountBaseline": "account",
        "nusantara:alicloud:StateCopies": "copies",
        "nusantara:alicloud:PipelineIdentity": "ci",
    },
}


@pytest.mark.parametrize("cloud", PARTS)
def test_an_account_has_its_parts_and_one_provider_for_its_own_account_alone(cloud):
    found = record(lambda: build(Source.of(ACCOUNTS, f"production-{cloud}").read()), stack=f"production-{cloud}")
    root = found.one("nusantara:index:Account", f"production-{cloud}")
    assert {each.type: each.name for each in found.values() if each.parent == root.urn and not each.custom} == PARTS[cloud]
    provider = found.one(f"pulumi:providers:{cloud}", "account")
    owned = "allowedAccountIds" if cloud == "aws" else "accountId"
    assert root.inputs["id"] in str(provider.inputs[owned])
    used = {each.provider.rpartition("::")[0] for each in found.values() if each.type.startswith(f"{cloud}:")}
    assert used == {provider.urn}
    assert set(root.outputs or {}) == {"variables", "github"}
