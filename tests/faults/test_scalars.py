"""Scalars mean what gopkg.in/yaml.v3 makes of them, as Pulumi's CLI reads a stack file; the table was taken from it."""

from __future__ import annotations

import math

import pytest

from faults import FaultError, yaml

READ = {
    # strings that YAML 1.1 reads otherwise
    "12:30": "12:30",
    "22:00": "22:00",
    "NO": "NO",
    "no": "no",
    "on": "on",
    "Yes": "Yes",
    "y": "y",
    "tRUE": "tRUE",
    "1.35.7-aliyun.1": "1.35.7-aliyun.1",
    "0o8": "0o8",
    "0b2": "0b2",
    "0x": "0x",
    "1e": "1e",
    "1.2.3": "1.2.3",
    "+": "+",
    "1e400": "1e400",
    "2026-13-01": "2026-13-01",
    "2026-02-30": "2026-02-30",
    "2026-12-01T1:2:3": "2026-12-01T1:2:3",
    "20_26-01-01": "20_26-01-01",
    # booleans and nulls
    "true": True,
    "TRUE": True,
    "False": False,
    "~": None,
    "null": None,
    "NULL": None,
    "": None,
    # whole numbers
    "12": 12,
    "+12": 12,
    "-3": -3,
    "017": 15,
    "0o17": 15,
    "-0o17": -15,
    "0x1F": 31,
    "-0x1f": -31,
    "0b11": 3,
    "1_000": 1000,
    "1__0": 10,
    "0": 0,
    "9223372036854775808": 9223372036854775808,
    "18446744073709551615": 18446744073709551615,
    # numbers with a fraction, or too large for 64 bits
    "1e3": 1000.0,
    "1.30": 1.3,
    "1.": 1.0,
    ".5": 0.5,
    "-.5": -0.5,
    ".5_0": 0.5,
    "08": 8.0,
    "99999999999999999999": 1e20,
    ".inf": math.inf,
    "-.INF": -math.inf,
}


@pytest.mark.parametrize(("text", "value"), READ.items())
def test_a_plain_scalar(text, value):
    read = yaml.parse(f"key: {text}\n".encode(), shown="f.yaml").value["key"]
    assert read == value
    assert type(read) is type(value)


def test_not_a_number_is_one():
    assert math.isnan(yaml.parse(b"key: .nan\n", shown="f.yaml").value["key"])


@pytest.mark.parametrize("text", ["12:30", "NO", "1e3", "017", "null", "2026-12-01", "true", ".5", ""])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_what_is_quoted_is_a_string(text, quote):
    assert yaml.parse(f"key: {quote}{text}{quote}\n".encode(), shown="f.yaml").value == {"key": text}


@pytest.mark.parametrize("text", ["literal |", "folded >"])
def test_a_block_is_a_string(text):
    name, style = text.split()
    document = yaml.parse(f"{name}: {style}-\n  12\n".encode(), shown="f.yaml")
    assert document.value == {name: "12"}
    assert document.scalar((name,)) == yaml.Scalar("12", name)


@pytest.mark.parametrize(
    "text",
    ["2026-12-01", "2026-1-2", "2026-12-01T10:00:00Z", "2026-12-01t1:2:3.5+07:00", "2026-12-01 10:00:00", "0000-02-29"],
)
def test_an_unquoted_point_in_time_is_a_fault(text):
    with pytest.raises(FaultError) as error:
        yaml.parse(f"key: {text}\n".encode(), shown="f.yaml")
    assert str(error.value) == (f'f.yaml:1:6 key: {text} without quotes is a point in time, expected a string; fix: write "{text}"')


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("!!str 12", "12"),
        ("!!float 3", 3.0),
        ("!!int 3", 3),
        ("! 12", "12"),
        ("!!map {}", {}),
        ("!!seq []", []),
        ("!!binary aGk=", "hi"),
        ("!!bool true", True),
    ],
)
def test_a_tag_decides(text, value):
    assert yaml.parse(f"key: {text}\n".encode(), shown="f.yaml").value == {"key": value}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("!!int x", '"x" as a number, expected a value that its tag allows; fix: remove the tag'),
        ("!!bool 3", '"3" as a boolean, expected a value that its tag allows; fix: remove the tag'),
        ("!!binary x", "!!binary without base64, expected base64"),
        ("!ours 12", "the tag !ours, expected plain data; fix: remove the tag"),
        ("!!python/object:os.system x", "the tag !!python/object:os.system, expected plain data; fix: remove the tag"),
        ("!!python/tuple [1]", "the tag !!python/tuple, expected plain data; fix: remove the tag"),
        ("!!set {a, b}", "the tag !!set, expected plain data; fix: remove the tag"),
    ],
)
def test_a_tag_that_does_not_fit_is_a_fault(text, fault):
    with pytest.raises(FaultError) as error:
        yaml.parse(f"key: {text}\n".encode(), shown="f.yaml")
    assert str(error.value) == f"f.yaml:1:6 key: {fault}"
