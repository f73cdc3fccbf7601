"""Names in URNs that have been given stay, or live on as aliases: another name is another object, and with a cluster all in it."""

from __future__ import annotations

import pulumi
import pulumi_kubernetes as kubernetes
import pytest

from tests.contract.names import PROGRAMS, kept, listed, made, names

LOST = """
These names are gone, and stacks that are up would lose their objects. Give each renamed one an alias, as in
ResourceOptions(aliases=[Alias(name="its old name")]); take a name out of tests/contract/names.yaml only if its object is to go."""


@pytest.mark.parametrize("of", PROGRAMS)
def test_every_name_stays_or_is_an_alias(of: str):
    found = made(PROGRAMS[of])
    lost = set(listed()[of]) - set(names(found, of)) - set(kept(found))
    assert sorted(lost) == [], LOST


def test_a_name_that_an_alias_keeps_is_not_lost():
    def program() -> None:
        renamed = pulumi.ResourceOptions(aliases=[pulumi.Alias(name="settings"), "urn:pulumi:test::nusantara::a:b:C::older"])
        kubernetes.core.v1.ConfigMap("config", opts=renamed)

    found = made(program)
    assert names(found, "what runs") == ["kubernetes:core/v1:ConfigMap::config"]
    assert {"kubernetes:core/v1:ConfigMap::settings", "a:b:C::older"} <= set(kept(found))


def test_what_is_called_by_its_content_is_not_listed():
    assert not [name for those in listed().values() for name in those if "program" in name]
