"""The state in Pulumi's deployment format. `recorded/` holds what the CLI exported after it had imported a state of ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import deployment
from engine.deployment import PendingOperation, Snapshot, StateError
from engine.integrity import verify
from engine.resource import Resource
from engine.secrets import PassphraseManager
from engine.signatures import SIGNATURE
from engine.values import UNKNOWN, Secret
from tests.support.values import TEXT, properties

RECORDED = Path(__file__).parent / "recorded"
STACK = "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev"


class Reversed:
    """Encrypts by reversing, which is quick."""

    salt = "salt"

    def encrypt(self, plaintext):
        return plaintext[::-1]


def decrypter(salt):
    return lambda text: text[::-1]


def there_and_back(snapshot):
    return deployment.from_json(json.loads(json.dumps(deployment.to_json(snapshot, Reversed()))), decrypter)


def entry(name, **changes):
    return Resource(urn=f"urn:pulumi:dev::p::t:i:R::{name}", type="t:i:R", custom=True, id=name, **changes)


texts = st.lists(TEXT.filter(bool), max_size=2).map(tuple)
resources = st.builds(
    Resource,
    urn=st.just("urn:pulumi:dev::p::t:i:R::r"),
    type=st.just("t:i:R"),
    custom=st.booleans(),
    id=TEXT,
    inputs=properties(outputs=False),
    outputs=properties(outputs=False),
    dependencies=texts,
    property_dependencies=st.dictionaries(TEXT, texts, max_size=2),
    protect=st.booleans(),
    init_errors=texts,
    custom_timeouts=st.one_of(st.none(), st.just({"create": 60})),
    ignore_changes=texts,
    hide_diff=texts,
    replacement_trigger=st.one_of(st.none(), TEXT, st.just(0)),
    resource_hooks=st.dictionaries(TEXT, texts, max_size=2),
    replace_with=texts,
    taint=st.booleans(),
    extra=st.just({"stackTrace": [{"sourcePosition": "project:///x#1"}]}),
)


@given(resources)
def test_a_resource_comes_back_as_it_was_written(resource):
    resource.id = resource.id or ""
    written = there_and_back(Snapshot(resources=[resource]))
    assert written.resources == [resource]
    assert written.simulated


def test_what_the_cli_exports_is_read_and_written_alike():
    exported = json.loads((RECORDED / "export.json").read_text())
    snapshot = deployment.from_json(exported, lambda salt: PassphraseManager("pw", salt).decrypt)
    plain = deployment.to_json(snapshot, None)
    expected = json.loads((RECORDED / "export-show-secrets.json").read_text())
    assert _comparable(plain) == _comparable(expected)
    assert snapshot.simulated, "the manifest's mark survives `pulumi stack import`"
    verify(snapshot.resources)


def _comparable(data):
    """Without the time, our own mark, and how the text of a secret escapes its characters."""
    data = json.loads(json.dumps(data))
    del data["deployment"]["manifest"]["time"], data["deployment"]["metadata"]
    data["deployment"].pop("secrets_providers", None)

    def opened(value):
        if isinstance(value, dict):
            return {key: json.loads(inner) if key == "plaintext" else opened(inner) for key, inner in value.items()}
        return [opened(inner) for inner in value] if isinstance(value, list) else value

    return opened(data)


def test_secrets_are_encrypted_whole_and_name_their_salt():
    snapshot = Snapshot(resources=[entry("r", inputs={"s": Secret({"deep": Secret("hush"), "u": UNKNOWN})})])
    data = deployment.to_json(snapshot, Reversed())
    secret = data["deployment"]["resources"][0]["inputs"]["s"]
    assert set(secret) == {SIGNATURE, "ciphertext"}
    assert "hush" not in json.dumps(data)
    assert data["deployment"]["secrets_providers"] == {"type": "passphrase", "state": {"salt": "salt"}}
    assert there_and_back(snapshot).resources == snapshot.resources


def test_without_a_secret_no_salt_is_asked_for():
    class Unsalted(Reversed):
        @property
        def salt(self):
            raise AssertionError("the key would be derived")

    assert "secrets_providers" not in deployment.to_json(Snapshot(resources=[entry("r")]), Unsalted())["deployment"]


def test_pending_operations_keep_what_the_provider_was_told():
    operation = PendingOperation(entry("r", inputs={"s": Secret(1)}), "creating", "op-1")
    assert there_and_back(Snapshot(pending_operations=[operation])).pending_operations == [operation]


@pytest.mark.parametrize(
    ("changes", "feature"),
    [
        ({"replace_with": ("x",)}, "replaceWith"),
        ({"refresh_before_update": True}, "refreshBeforeUpdate"),
        ({"inputs": {"b": Secret([b"\xff"])}}, "byteString"),
    ],
)
def test_features_that_older_readers_do_not_know_are_named(changes, feature):
    data = deployment.to_json(Snapshot(resources=[entry("r", **changes)]), Reversed())
    assert (data["version"], data["features"]) == (4, [feature])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "is no deployment"),
        ({"version": 3}, "is no deployment"),
        ({"version": 5, "deployment": {"manifest": {}}}, "has version 5, expected 3 or 4"),
        ({"version": 3, "deployment": {"manifest": {}, "resources": [{"type": "t"}, 3]}}, "(?s)entry 0 .*KeyError.*entry 1 "),
        (
            {"version": 3, "deployment": {"manifest": {}, "resources": [{"urn": "u", "type": "t", "inputs": 3}]}},
            r"entry 0 \(u\) is malformed: TypeError: inputs is 3, expected an object",
        ),
        (
            {"version": 3, "deployment": {"manifest": {}, "resources": [{"urn": "u", "type": "t", "custom": "maybe"}]}},
            "custom is 'maybe', expected true or false",
        ),
    ],
)
def test_what_cannot_be_read_is_said(data, message):
    with pytest.raises(StateError, match=message):
        deployment.from_json(data, decrypter)


def test_unknown_parts_are_kept():
    data = deployment.to_json(Snapshot(extra={"snippets": [{"uuid": "u"}]}), Reversed())
    assert deployment.from_json(data, decrypter).extra == {"snippets": [{"uuid": "u"}]}


PROVIDER = Resource(urn="urn:pulumi:dev::p::pulumi:providers:t::default", type="pulumi:providers:t", custom=True, id="1")


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([entry("b", dependencies=(entry("a").urn,)), entry("a")], "its dependency .*::a comes after it"),
        ([entry("b", property_dependencies={"x": ("gone",)})], "its dependency of x gone is missing"),
        ([entry("b", parent=STACK)], "its parent .* is missing"),
        ([entry("b", deleted_with="gone")], "its deletedWith gone is missing"),
        ([entry("b", provider=f"{PROVIDER.urn}::1"), PROVIDER], "its provider .*::1 is missing or comes after it"),
        ([entry("b", provider="nonsense")], "its provider nonsense is no reference"),
        ([entry("a"), entry("a")], "::a: stands twice"),
        ([Resource(urn=STACK, type="pulumi:pulumi:Stack", id="x")], "has the id 'x' and is no custom resource"),
    ],
)
def test_a_state_that_does_not_hold_together_is_refused(entries, message):
    with pytest.raises(StateError, match=message):
        verify(entries)


def test_a_state_that_holds_together_is_accepted():
    verify(
        [PROVIDER, entry("a", provider=f"{PROVIDER.urn}::1"), entry("b", dependencies=(entry("a").urn,)), entry("a", delete=True)]
    )
