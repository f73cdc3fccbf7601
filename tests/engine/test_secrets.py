"""Secrets in Pulumi's passphrase format."""

from __future__ import annotations

import stat

import pytest

from engine.secrets import FILE_VARIABLE, VARIABLE, Keyring, PassphraseManager, SecretsError

SALT = "v1:HKHBKqchPGQ=:v1:rRNxVPurr5wd7tlI:ysy+OV3X5CD80t/bDwMdkgZCTpxJJQ=="
CIPHERTEXT = "v1:xta5y7UT5ijScnUS:lqm8vzioL/7AmvSWdeBlJl43kaE="
"""Made by Pulumi, from "hush" with the passphrase "pw"."""


@pytest.fixture
def kept(tmp_path):
    return tmp_path / ".nusa" / "passphrase"


def test_what_pulumi_has_encrypted_is_decrypted():
    manager = PassphraseManager("pw", SALT)
    assert manager.decrypt(CIPHERTEXT) == "hush"
    assert manager.salt == SALT


def test_a_new_salt_opens_what_was_encrypted_under_it():
    manager = PassphraseManager("päss")
    ciphertext = manager.encrypt("gehëim")
    assert PassphraseManager("päss", manager.salt).decrypt(ciphertext) == "gehëim"
    assert manager.encrypt("gehëim") != ciphertext


def test_a_wrong_passphrase_a_damaged_salt_and_a_damaged_ciphertext_are_told_apart():
    with pytest.raises(SecretsError, match=r"incorrect passphrase; fix: set PULUMI_CONFIG_PASSPHRASE"):
        PassphraseManager("other", SALT).decrypt(CIPHERTEXT)
    with pytest.raises(SecretsError, match="the salt of the secrets is malformed"):
        PassphraseManager("pw", "v2:AA==:x").decrypt(CIPHERTEXT)
    manager = PassphraseManager("pw", SALT)
    for damaged in ("", "v1:a", "v2" + CIPHERTEXT[2:], CIPHERTEXT[:-6] + "AAAAA=", "v1:!:!"):
        with pytest.raises(SecretsError, match="cannot be decrypted"):
            manager.decrypt(damaged)


def test_no_message_holds_a_secret_or_a_passphrase():
    with pytest.raises(SecretsError) as caught:
        PassphraseManager("s3cret-phrase", SALT).decrypt(CIPHERTEXT)
    assert "s3cret-phrase" not in str(caught.value)
    assert "s3cret-phrase" not in repr(PassphraseManager("s3cret-phrase", SALT))


def test_the_passphrase_comes_from_the_variable_or_from_the_file_that_one_names(kept, tmp_path):
    (tmp_path / "phrase").write_text("pw\n")
    assert Keyring(kept, {VARIABLE: "pw"}).reader(SALT).decrypt(CIPHERTEXT) == "hush"
    assert Keyring(kept, {FILE_VARIABLE: str(tmp_path / "phrase")}).reader(SALT).decrypt(CIPHERTEXT) == "hush"
    with pytest.raises(SecretsError, match="unable to read PULUMI_CONFIG_PASSPHRASE_FILE"):
        Keyring(kept, {FILE_VARIABLE: str(tmp_path / "gone")}).given()
    with pytest.raises(
        SecretsError,
        match=r"passphrase must be set with PULUMI_CONFIG_PASSPHRASE or .*or bring back .*passphrase, if it was made without one",
    ):
        Keyring(kept, {}).reader(SALT)


def test_the_projects_own_passphrase_is_made_once_and_only_when_it_is_needed(kept):
    writer = Keyring(kept, {}).writer()
    assert not kept.exists()
    ciphertext = writer.encrypt("hush")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert Keyring(kept, {}).reader(writer.salt).decrypt(ciphertext) == "hush"


def test_a_given_passphrase_writes_under_the_stacks_salt_and_takes_over_from_the_projects_own(kept):
    own = Keyring(kept, {}).writer()
    ciphertext = own.encrypt("hush")
    later = Keyring(kept, {VARIABLE: "pw"})
    assert later.reader(own.salt).decrypt(ciphertext) == "hush"
    assert later.writer(config_salt=SALT, state_salt=own.salt).salt == SALT
    assert later.writer(state_salt=own.salt).passphrase == "pw"


def test_a_salt_is_kept_as_long_as_the_passphrase_is(kept):
    first = Keyring(kept, {VARIABLE: "pw"}).writer()
    ciphertext = first.encrypt("hush")
    again = Keyring(kept, {VARIABLE: "pw"})
    again.reader(first.salt).decrypt(ciphertext)
    assert again.writer(state_salt=first.salt).salt == first.salt
