"""No secret is left in a state that others may read, and what is none stays in it."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import deployment
from engine.deployment import PendingOperation, Snapshot
from engine.redaction import REDACTED
from engine.resource import Resource
from engine.values import Archive, Asset, Secret
from views.redacted import Redacted, redacted

PASSWORD = 'p@ss "wörd"/1'
KEYED = base64.b64encode(b"export AWS_KEY=AKIAIOSFODNN7EXAMPLE").decode()
ENCODED = base64.b64encode(PASSWORD.encode()).decode()


def resource(name: str = "a", type_: str = "aws:ec2/vpc:Vpc", **fields: Any) -> Resource:
    return replace(Resource(urn=f"urn:pulumi:dev::shop::{type_}::{name}", type=type_, custom=True, id=name), **fields)


def text_of(*resources: Resource) -> str:
    return json.dumps(deployment.to_json(redacted(Snapshot(resources=list(resources))).snapshot, None), ensure_ascii=False)


def inputs_of(*resources: Resource) -> dict:
    return redacted(Snapshot(resources=list(resources))).snapshot.resources[0].inputs


@pytest.mark.parametrize(
    "holder",
    [
        {"inputs": {"url": f"postgres://app:{quote(PASSWORD, safe='')}@db/shop"}},
        {"outputs": {"rendered": json.dumps({"db": {"login": PASSWORD}})}},
        {"inputs": {"data": {"login": ENCODED}}},
        {"inputs": {"userData": base64.b64encode(f"#!/bin/sh\nlogin {PASSWORD}\n".encode()).decode()}},
        {"inputs": {"header": f"Basic {base64.urlsafe_b64encode(f'app:{PASSWORD}'.encode()).decode().rstrip('=')}"}},
        {"inputs": {"raw": PASSWORD.encode().hex()}},
        {"inputs": {"checksum": hashlib.sha256(PASSWORD.encode()).hexdigest()}},
        {"inputs": {"code": Archive(hash="1f", assets={"a.txt": Asset(hash="2e", text=f"login={PASSWORD}")})}},
        {"inputs": {PASSWORD: 1}},
        {"id": PASSWORD, "init_errors": (f"denied: {PASSWORD}",)},
        {"replacement_trigger": [PASSWORD]},
        {"inputs": {"deep": [{"er": Secret(PASSWORD)}]}},
        {"outputs": {"made": PASSWORD}, "additional_secret_outputs": ("made",)},
        {"extra": {"stackTrace": PASSWORD}},
    ],
)
def test_a_secret_is_nowhere_left(holder: dict):
    text = text_of(resource("source", inputs={"password": Secret(PASSWORD)}), resource("holder", **holder))
    for form in (
        base64.b64encode(f"app:{PASSWORD}".encode()).decode()[:12],
        base64.b64encode(f"#!/bin/sh\nlogin {PASSWORD}\n".encode()).decode()[:12],
        PASSWORD.encode().hex(),
        PASSWORD,
        json.dumps(PASSWORD)[1:-1],
        quote(PASSWORD, safe=""),
        ENCODED,
        hashlib.sha256(PASSWORD.encode()).hexdigest(),
    ):
        assert form not in text
        assert json.dumps(form, ensure_ascii=False)[1:-1] not in text


@pytest.mark.parametrize(
    ("type_", "inputs", "planted"),
    [
        ("alicloud:vpn/connection:Connection", {"ikeConfig": {"psk": "hunter2"}}, "hunter2"),
        ("alicloud:cs/managedKubernetes:ManagedKubernetes", {"certificateAuthority": {"clientKey": "MIIEow"}}, "MIIEow"),
        ("aws:lambda/function:Function", {"environment": {"variables": {"DB_PASSWORD": "hunter2"}}}, "hunter2"),
        ("kubernetes:apps/v1:Deployment", {"env": [{"name": "DB_PASSWORD", "value": "hunter2"}]}, "hunter2"),
        ("kubernetes:core/v1:Secret", {"stringData": {"anything": "hunter2"}}, "hunter2"),
        ("kubernetes:core/v1:ConfigMap", {"data": {"app.ini": "user = app\npassword = hunter2\n"}}, "hunter2"),
        ("aws:ec2/instance:Instance", {"userData": "export AWS_KEY=AKIAIOSFODNN7EXAMPLE"}, "AKIAIOSFODNN7EXAMPLE"),
        ("aws:ec2/launchTemplate:LaunchTemplate", {"userData": KEYED}, KEYED),
        ("aws:ssm/document:Document", {"content": "-----BEGIN RSA PRIVATE KEY-----\nMIIEow"}, "MIIEow"),
        ("aws:sns/topic:Topic", {"endpoint": "https://user:hunter2@example.com"}, "hunter2"),
        ("pulumi:providers:aws", {"secretKey": "x", "sharedCredentials": "hunter2", "region": "r"}, "hunter2"),
        ("pulumi:providers:kubernetes", {"kubeconfig": json.dumps({"users": [{"token": "hunter2"}]})}, "hunter2"),
        ("random:index/x:X", {"apiToken": "a1b2c3d4e5f6g7"}, "a1b2c3d4e5f6g7"),
    ],
)
def test_what_no_provider_marks_is_found_by_its_name_or_its_look(type_: str, inputs: dict, planted: str):
    assert planted not in text_of(resource(type_=type_, inputs=inputs))


@pytest.mark.parametrize(
    ("type_", "inputs"),
    [
        (
            "aws:ec2/launchTemplate:LaunchTemplate",
            {"metadataOptions": {"httpTokens": "required"}, "userData": "#!/bin/sh\necho $PASSWORD"},
        ),
        ("kubernetes:core/v1:Pod", {"automountServiceAccountToken": False, "volumes": [{"secret": {"secretName": "tls"}}]}),
        ("kubernetes:external-secrets.io/v1:ExternalSecret", {"data": [{"secretKey": "db-password"}]}),
        ("alicloud:log/storeIndex:StoreIndex", {"fullText": {"token": ", '\";=()[]{}?@&<>/:\n\t\r"}}),
        ("aws:secretsmanager/secret:Secret", {"name": "shop/db", "kmsKeyId": "arn:aws:kms:ap-southeast-3:111122223333:key/a"}),
        (
            "pulumi:providers:aws",
            {"region": "ap-southeast-3", "skipRegionValidation": "true", "allowedAccountIds": ["111122223333"]},
        ),
    ],
)
def test_what_only_sounds_like_a_secret_stays(type_: str, inputs: dict):
    assert inputs_of(resource(type_=type_, inputs=inputs)) == inputs


def test_what_a_secret_document_says_besides_stays_elsewhere():
    kubeconfig = json.dumps({"clusters": [{"name": "shop", "region": "ap-southeast-3"}], "users": [{"token": "correct-horse-1"}]})
    given = {"region": "ap-southeast-3", "clusterName": "shop", "header": "Bearer correct-horse-1"}
    found = inputs_of(resource(inputs=given), resource("k", inputs={"kubeconfig": Secret(kubeconfig)}))
    assert found == {**given, "header": REDACTED}


def test_what_was_under_way_is_redacted_too_and_what_is_not_known_is_left_out():
    pending = PendingOperation(resource("new", inputs={"password": Secret(PASSWORD)}), "creating", operation_id="1")
    done: Redacted = redacted(Snapshot(pending_operations=[pending], extra={"snippets": [PASSWORD]}), "c0ffee")
    assert PASSWORD not in json.dumps(deployment.to_json(done.snapshot, None), ensure_ascii=False)
    assert done.values == 1
    assert done.snapshot.redaction is not None
    assert done.snapshot.redaction.commit == "c0ffee"


def test_a_secret_keeps_its_shape_for_programs_that_read_it():
    told = {"name": "app", "port": 5432, "open": True, "tags": ["orders"], "none": None}
    done = redacted(Snapshot(resources=[resource(inputs={"given": Secret(told)}, outputs={"made": Secret(told), "plain": 7})]))
    (found,) = done.snapshot.resources
    assert found.outputs == {
        "made": Secret({"name": REDACTED, "port": 0, "open": True, "tags": [REDACTED], "none": None}),
        "plain": 7,
    }
    assert found.inputs["given"].value["port"] == REDACTED  # which is compared with nothing


def test_a_secret_that_is_a_word_of_everything_is_looked_for_nowhere():
    given = {"enabled": "true", "note": "trueish"}
    assert inputs_of(resource(inputs=given), resource("flag", inputs={"secret": Secret("true")})) == given


def test_a_urn_that_holds_a_secret_is_told():
    done = redacted(Snapshot(resources=[resource("swordfish-db", inputs={"password": Secret("swordfish")})]))
    assert done.named == ("urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::swordfish-db",)


FORMS = (
    lambda secret: secret,
    lambda secret: f"user:{secret}@db",
    lambda secret: json.dumps({"login": secret}),
    lambda secret: quote(secret, safe=""),
    lambda secret: base64.b64encode(secret.encode()).decode(),
    lambda secret: base64.b64encode(f"login: {secret}\n".encode()).decode(),
    lambda secret: hashlib.sha256(secret.encode()).hexdigest(),
    lambda secret: Asset(hash="1f", text=f"key={secret}"),
    lambda secret: f"key={secret}".encode(),
    Secret,
    lambda secret: Secret({"inside": [secret]}),
)
PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=6)


@given(
    secret=st.text("abcdefghijkmnpqrstuvwxyz23456789+/ äß\"'\\%", min_size=8, max_size=20).map(
        lambda text: f"Zq{text}9"
    ),  # no word of the format's
    planted=st.recursive(
        st.sampled_from(FORMS) | PLAIN,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
        max_leaves=6,
    ),
)
def test_wherever_a_secret_is_planted_it_is_taken_out(secret: str, planted):
    def grown(value):
        match value:
            case dict():
                return {key: grown(item) for key, item in value.items()}
            case list():
                return [grown(item) for item in value]
        return value(secret) if callable(value) else value

    text = text_of(resource("source", inputs={"password": Secret(secret)}), resource("holder", outputs={"planted": grown(planted)}))
    for form in FORMS:
        told = form(secret)
        if isinstance(told, str):
            assert json.dumps(told, ensure_ascii=False)[1:-1] not in text
    assert base64.b64encode(f"key={secret}".encode()).decode() not in text
