"""No secret in any text, however it is spelled there."""

from __future__ import annotations

import base64
import json
from html import escape
from urllib.parse import quote

import pytest

from engine.resource import Resource
from engine.values import Asset, Output, Secret
from views.veil import Veil, marked

PASSWORD = 'p@ss "wörd"/1'


@pytest.mark.parametrize(
    "text",
    [
        PASSWORD,
        f"postgres://app:{PASSWORD}@orders.db/shop",
        f"postgres://app:{quote(PASSWORD, safe='')}@orders.db/shop",
        json.dumps({"password": PASSWORD}),
        base64.b64encode(PASSWORD.encode()).decode(),
        json.dumps(json.dumps({"password": PASSWORD})),
        repr({"password": PASSWORD + "'"}),
        escape(PASSWORD),
        quote(PASSWORD, safe="").lower(),
        *(base64.b64encode(f"{'x' * before}{PASSWORD} behind".encode()).decode() for before in range(3)),
        base64.urlsafe_b64encode(f"user:{PASSWORD}".encode()).decode(),
        base64.b64encode(json.dumps({"auth": base64.b64encode(f"user:{PASSWORD}".encode()).decode()}).encode()).decode(),
    ],
)
def test_a_secret_inside_a_longer_text_is_masked(text: str):
    masked = Veil([{"password": Secret(PASSWORD)}]).over(f"before {text} after")
    assert "[secret]" in masked
    assert PASSWORD not in masked
    assert masked.startswith("before ")
    assert masked.endswith(" after")


def test_what_a_secret_document_holds_is_masked_by_itself():
    secret = Secret(json.dumps({"user": "app", "password": "correct-horse"}))
    assert Veil([secret]).over("correct-horse of app") == "[secret] of app"


def test_what_a_secret_document_holds_and_others_say_in_clear_is_none():
    kubeconfig = Secret(json.dumps({"region": "ap-southeast-3", "token": "correct-horse"}))
    assert Veil([kubeconfig, {"region": "ap-southeast-3"}]).over("correct-horse of ap-southeast-3") == "[secret] of ap-southeast-3"


def test_a_secret_that_also_stands_in_clear_stays_one():
    assert Veil([Secret("swordfish"), {"password": "swordfish"}]).over("swordfish") == "[secret]"


def test_a_line_of_a_secret_text_is_masked():
    assert (
        Veil([Secret("-----BEGIN KEY-----\nMIIEvQIBADAN\n-----END KEY-----")]).over("has MIIEvQIBADAN in it")
        == "has [secret] in it"
    )


def test_secrets_are_found_at_any_depth():
    found = Veil([[{"a": [Output("outer-secret", secret=True), Secret({"n": 123456, "t": Asset(text="asset-text")})]}]])
    assert found.over("outer-secret 123456 asset-text") == "[secret] [secret] [secret]"


def test_short_secrets_do_not_mask_every_text():
    assert Veil([Secret("on"), Secret(True), Secret(7)]).over("turned on 7 times") == "turned on 7 times"


def test_of_two_secrets_one_in_the_other_the_whole_is_masked():
    assert Veil([Secret("swordfish"), Secret("swordfish-2")]).over("is swordfish-2") == "is [secret]"


def test_what_is_no_secret_stays():
    assert Veil([{"name": "orders", "tags": ["shop"]}]).over("orders of the shop") == "orders of the shop"


def test_a_line_of_a_secret_text_that_also_stands_in_clear_is_masked():
    assert Veil([Secret("first line\nsecond line"), {"line": "second line"}]).over("second line") == "[secret]"


def test_keys_of_objects_are_masked():
    assert Veil([Secret("swordfish")]).inside({"swordfish": {"of swordfish": 1}}) == {"[secret]": {"of [secret]": 1}}


def test_base64_without_a_secret_stays():
    text = base64.b64encode(b"nothing that anybody hides").decode()
    assert Veil([Secret("swordfish")]).over(f"{text} jakarta-aws/vpc") == f"{text} jakarta-aws/vpc"


def test_what_options_call_secret_is_learnt_from_inputs_too():
    resource = Resource(urn="u", type="t", inputs={"a": "swordfish", "b": "herring"}, additional_secret_outputs=("a",))
    assert Veil(marked(resource)).over("swordfish and herring") == "[secret] and herring"


def test_tags_that_a_provider_makes_of_some_with_a_secret_mask_no_words():
    tags = {"environment": "production", "key": Secret("swordfish")}
    resource = Resource(
        urn="u", type="t", inputs={"tags": tags, "tagsAll": Secret({"environment": "production", "key": "swordfish"})}
    )
    assert Veil(marked(resource)).over("swordfish in production") == "[secret] in production"
