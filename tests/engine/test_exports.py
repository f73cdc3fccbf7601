"""What `pulumi stack export` prints, as resources and back: whatever had sealed its secrets, they stay as they are."""

from __future__ import annotations

import dataclasses

import pytest

from engine.deployment import StateError
from engine.editing.exports import Export
from engine.errors import EngineError
from engine.signatures import SECRET, SIGNATURE

URN = "urn:pulumi:prod::shop::aws:s3/bucket:Bucket::a"
KMS = {"type": "cloud", "state": {"url": "awskms://alias/pulumi", "encryptedkey": "abc"}}


def export(secret: dict[str, str], **inner: object) -> dict[str, object]:
    resource = {
        "urn": URN,
        "type": "aws:s3/bucket:Bucket",
        "custom": True,
        "id": "b",
        "outputs": {"key": {SIGNATURE: SECRET, **secret}},
        "created": "2026-01-02T03:04:05Z",
        "laterOn": {"kept": True},
    }
    manifest = {"time": "2026-01-02T03:04:05Z", "magic": "m", "version": "v3.272.0"}
    return {"version": 3, "deployment": {"manifest": manifest, "secrets_providers": KMS, "resources": [resource], **inner}}


@pytest.mark.parametrize("secret", [{"ciphertext": "AAAB:x/y="}, {"plaintext": '"hush"'}])
def test_an_export_comes_back_as_it_was_but_for_what_is_changed(secret):
    data = export(secret)
    found = Export.of(data, "x")
    assert found.having(found.resources) == data
    moved = dataclasses.replace(found.resources[0], urn=URN.replace("prod", "prod-a"))
    (entry,) = found.having([moved])["deployment"]["resources"]
    assert entry["urn"] == moved.urn
    assert entry["outputs"]["key"] == {SIGNATURE: SECRET, **secret}
    assert found.having([])["deployment"]["secrets_providers"] == KMS


def test_what_was_cut_off_and_what_is_no_export_is_refused():
    data = export({"ciphertext": "x"})
    begun = [{"resource": data["deployment"]["resources"][0], "type": "creating"}]  # ty: ignore  JSON
    with pytest.raises(EngineError, match="x has operations that were cut off; fix: run `pulumi refresh` on the stack first"):
        Export.of(export({"ciphertext": "x"}, pending_operations=begun), "x")
    with pytest.raises(StateError, match="x is no deployment; fix: give what `pulumi stack export` printed"):
        Export.of([], "x")
