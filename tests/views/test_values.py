"""Every kind of value as text, as the real command line writes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.values import UNKNOWN, Archive, Asset, Output, ResourceReference, Secret
from views import names
from views.page import Page
from views.values import Printer, number, truncated


def text(value) -> str:
    page = Page()
    Printer(page, 1).value(value)
    return page.plain


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "<null>"),
        (True, "true"),
        (3, "3"),
        (3.0, "3"),
        (0.5, "0.5"),
        (12345678901234567168, "12345678901234567168"),
        ("", '""'),
        ("a\tb\x1b[31m", '"a\\tb\\x1b[31m"'),
        (UNKNOWN, "[unknown]"),
        (Secret("planted"), "[secret]"),
        (Output("planted", secret=True), "[secret]"),
        (Output(), "[unknown]"),
        (Output("plain"), '"plain"'),
        ([], "[]"),
        ({}, "{}"),
        ('{"a": [1]}', "(json) {\n        a: [\n            [0]: 1\n        ]\n    }\n"),
        ("a: 1\nb: [x]\n", '(yaml) {\n        a: 1\n        b: [\n            [0]: "x"\n        ]\n    }\n'),
        ("a: 1", '"a: 1"'),
        (Asset("abcdef012345", path="./site"), "asset(file:abcdef0) { ./site }"),
        (Asset("abcdef012345", text="planted"), "asset(text:abcdef0) {\n        <contents elided>\n    }"),
        (Archive("abcdef012345", uri="https://example.com/a.zip"), "archive(uri:abcdef0) { https://example.com/a.zip }"),
        (
            ResourceReference("urn:pulumi:dev::shop::a:b:C::d", "i-1", "7.0"),
            '{\n        URN: "urn:pulumi:dev::shop::a:b:C::d"\n        ID : "i-1"\n        PackageVersion: "7.0"\n    }',
        ),
    ],
)
def test_a_value(value, shown):
    assert text(value) == f"{shown}\n"


def test_keys_are_aligned_and_internal_ones_hidden():
    assert text({"name": "a", "cidrBlock": "b", "__defaults": []}) == (
        '{\n        cidrBlock : "b"\n        name      : "a"\n    }\n'
    ), "the hidden key counts for the width, as there"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1e-06, "1e-06"),
        (1.5e-05, "1.5e-05"),
        (0.0001, "0.0001"),
        (1234567.5, "1.2345675e+06"),
        (-2.25, "-2.25"),
        (1e21, f"{10**21}"),
    ],
)
def test_numbers_are_written_as_go_writes_them(value, shown):
    assert number(value) == shown


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_its_value(value):
    assert float(number(value)) == value


def test_long_texts_are_cut_after_three_lines_and_150_columns():
    assert truncated("a\nb\nc\nd") == "a\nb\nc\n..."
    assert truncated("x" * 151) == "x" * 150 + "..."
    assert truncated("a\nb\nc") == "a\nb\nc"


@given(st.text())
def test_quoted_text_holds_no_control_characters(given_text):
    assert names.quote(given_text).isprintable() or not any(
        ord(letter) < 0x20 or letter == "\x7f" for letter in names.quote(given_text)
    )


@pytest.mark.parametrize(
    ("token", "shown"),
    [
        ("aws:ec2/vpc:Vpc", "aws:ec2:Vpc"),
        ("aws:ec2/vpcEndpoint:VpcEndpoint", "aws:ec2:VpcEndpoint"),
        ("kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:Deployment"),
        ("pulumi:pulumi:Stack", "pulumi:pulumi:Stack"),
        ("nusantara:aws:Network", "nusantara:aws:Network"),
        ("odd", "odd"),
    ],
)
def test_types_lose_the_file_that_repeats_them(token, shown):
    assert names.short_type(token) == shown


def test_messages_cannot_command_the_terminal():
    assert names.harmless("\x1b[31mred\x1b[0m \x1b]0;title\x07bell\x07 tab\tline\n") == "red bell tab\tline\n"
