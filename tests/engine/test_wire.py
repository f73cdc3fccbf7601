"""Property values on the wire."""

from __future__ import annotations

import pytest
from google.protobuf import struct_pb2
from hypothesis import given

from engine.go_json import line
from engine.signatures import OUTPUT, RESOURCE_REFERENCE, SECRET, SIGNATURE, UNKNOWN_SENTINELS, UNKNOWN_STRING
from engine.values import UNKNOWN, Asset, Output, ResourceReference, Secret
from engine.wire import WireError, from_struct, from_value, to_struct, to_value
from tests.support.values import properties


@given(properties(outputs=True))
def test_what_is_sent_comes_back(sent):
    assert from_struct(to_struct(sent, keep_outputs=True), keep_outputs=True) == sent


@given(properties(outputs=False))
def test_what_is_sent_survives_the_bytes(sent):
    received = struct_pb2.Struct.FromString(to_struct(sent).SerializeToString())
    assert from_struct(received) == sent


def test_numbers_without_a_fraction_are_ints():
    received = from_struct(to_struct({"n": 3.0, "f": 1.5, "big": 1e300, "minus": -0.0}))
    assert (received["n"], type(received["n"])) == (3, int)
    assert received["f"] == 1.5
    assert (received["big"], type(received["big"])) == (1e300, float)
    assert (str(received["minus"]), line(received["minus"])) == ("-0.0", "-0"), "no int is a negative zero"


@pytest.mark.parametrize("sentinel", sorted(UNKNOWN_SENTINELS))
def test_every_sentinel_is_unknown(sentinel):
    assert from_value(struct_pb2.Value(string_value=sentinel)) is UNKNOWN


def test_unknowns_that_are_not_kept_are_left_out():
    sent = {"u": UNKNOWN, "l": [1, UNKNOWN, 2], "o": Output(), "s": Secret(UNKNOWN), "d": {"u": UNKNOWN}}
    assert from_struct(to_struct(sent, keep_unknowns=False, keep_secrets=False)) == {"l": [1, 2], "d": {}}
    assert from_struct(to_struct({"u": UNKNOWN, "l": [1, UNKNOWN, 2]}), keep_unknowns=False) == {"l": [1, None, 2]}


def test_secrets_that_are_not_kept_are_in_clear():
    assert from_struct(to_struct({"s": Secret([Secret(1)])}, keep_secrets=False)) == {"s": [1]}
    assert from_struct(to_struct({"s": Secret([Secret(1)])}), keep_secrets=False) == {"s": [1]}


def test_outputs_that_are_not_kept_are_plain_secret_or_unknown():
    sent = {"plain": Output(1, dependencies=("urn",)), "secret": Output(2, secret=True), "unknown": Output(secret=True)}
    expected = {"plain": 1, "secret": Secret(2), "unknown": Secret(UNKNOWN)}
    assert from_struct(to_struct(sent)) == expected
    assert from_struct(to_struct(sent, keep_outputs=True)) == expected


def test_references_that_are_not_kept_are_their_id_or_urn():
    sent = {
        "custom": ResourceReference("urn:c", "i"),
        "component": ResourceReference("urn:k"),
        "new": ResourceReference("urn:n", UNKNOWN),
    }
    expected = {"custom": "i", "component": "urn:k", "new": UNKNOWN}
    assert from_struct(to_struct(sent, keep_references=False)) == expected
    assert from_struct(to_struct(sent), keep_references=False) == expected


def test_assets_get_their_hash_on_the_way_in(tmp_path):
    (tmp_path / "a.txt").write_text("hello")
    received = from_struct(to_struct({"a": Asset(path="a.txt")}), asset_root=tmp_path)
    assert received["a"].hash == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({SIGNATURE: SECRET}, "malformed RPC secret: missing value"),
        ({SIGNATURE: OUTPUT, "secret": "yes"}, "malformed output value"),
        ({SIGNATURE: RESOURCE_REFERENCE}, "malformed resource reference: urn"),
        ({SIGNATURE: RESOURCE_REFERENCE, "urn": "u", "id": 3}, "malformed resource reference: id"),
        ({SIGNATURE: "of nobody"}, "unrecognized signature 'of nobody'"),
    ],
)
def test_malformed_special_values_are_refused(fields, message):
    with pytest.raises(WireError, match=message):
        from_struct(to_struct({"x": fields}))


def test_an_object_that_is_no_property_value_is_refused():
    with pytest.raises(WireError, match="a object cannot be sent"):
        to_struct({"x": object()})


def test_single_values():
    assert from_value(to_value(UNKNOWN, keep_unknowns=False)) is None
    assert to_value(UNKNOWN).string_value == UNKNOWN_STRING
