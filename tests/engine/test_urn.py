"""URNs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import urn

WORD = st.text("abcXYZ-_.019", min_size=1)


@given(WORD, WORD, WORD, WORD, st.text(min_size=1))
def test_what_a_urn_is_made_of_is_found_in_it(stack, project, parent, own, name):
    made = urn.make(stack, project, f"a:b:{parent}", f"c:d:{own}", name)
    assert urn.is_urn(made)
    assert (urn.stack_of(made), urn.project_of(made), urn.name_of(made)) == (stack, project, name)
    assert (urn.type_of(made), urn.qualified_type_of(made)) == (f"c:d:{own}", f"a:b:{parent}$c:d:{own}")
    assert urn.name_of(urn.rename(made, "other::name")) == "other::name"
    assert urn.stack_of(urn.rename_stack(made, "s")) == "s"
    assert urn.project_of(urn.rename_project(made, "p")) == "p"


def test_the_stacks_type_is_left_out_of_its_childrens():
    assert urn.make("s", "p", urn.ROOT_STACK_TYPE, "a:b:C", "n") == "urn:pulumi:s::p::a:b:C::n"
    assert urn.make("s", "p", "", "a:b:C", "n") == "urn:pulumi:s::p::a:b:C::n"


@pytest.mark.parametrize(
    ("type_", "package"),
    [
        ("aws:ec2/vpc:Vpc", "aws"),
        ("pulumi:providers:aws", "aws"),
        ("pulumi:pulumi:Stack", "pulumi"),
        ("pulumi-nodejs:dynamic:R", "pulumi-nodejs"),
    ],
)
def test_packages(type_, package):
    assert urn.package_of(type_) == package


def test_references_of_providers():
    provider = "urn:pulumi:s::p::pulumi:providers:aws::my::name"
    assert urn.split_reference(urn.reference(provider, "id-1")) == (provider, "id-1")


@pytest.mark.parametrize("text", ["", "urn:pulumi:s::p::t", "arn:aws:s::p::t::n"])
def test_what_is_no_urn_is_refused(text):
    assert not urn.is_urn(text)
    with pytest.raises(ValueError, match="not a URN"):
        urn.name_of(text)
    with pytest.raises(ValueError, match="not a provider reference"):
        urn.split_reference(text)
