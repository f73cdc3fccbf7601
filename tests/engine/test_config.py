"""A stack's configuration. `recorded/config.json` is what Pulumi gave a program for `recorded/config.yaml`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from engine.config import StackConfig, StackNotFound
from engine.go_json import text_of
from engine.overrides import ConfigOptions
from engine.project import Project
from engine.secrets import VARIABLE, Keyring, SecretsError
from engine.values import UNKNOWN, Secret
from faults import FaultError

RECORDED = Path(__file__).parent / "recorded"
PROJECT = """
name: demo
runtime: python
config:
  short: abc
  num: 3
  typed: {type: integer, default: 7}
  lst: {type: array, items: {type: string}, default: [a, b]}
  aws:region: eu-west-1
"""
SALT = "encryptionsalt: v1:HKHBKqchPGQ=:v1:rRNxVPurr5wd7tlI:ysy+OV3X5CD80t/bDwMdkgZCTpxJJQ==\n"
UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


@pytest.fixture
def load(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Pulumi.yaml").write_text(PROJECT)

    def load(
        text: str | None = None, *, stack="dev", passphrase: str | None = "pw", project: str | None = None, **more
    ) -> StackConfig:
        if text is not None:
            (tmp_path / "Pulumi.dev.yaml").write_text(text)
        if project is not None:
            (tmp_path / "Pulumi.yaml").write_text(project)
        keyring = Keyring(tmp_path / "kept", {} if passphrase is None else {VARIABLE: passphrase})
        return StackConfig.load(Project.load(tmp_path), stack, keyring=keyring, **more)

    return load


def test_a_program_is_given_what_pulumi_gives_it(load, tmp_path):
    shutil.copy(RECORDED / "config.yaml", tmp_path / "Pulumi.dev.yaml")
    texts, secrets = load().for_program()
    assert texts == json.loads((RECORDED / "config.json").read_text())
    assert secrets == ("demo:nested", "demo:sec")


def test_without_a_passphrase_secrets_are_unknown_and_an_update_says_what_to_set(load, tmp_path):
    shutil.copy(RECORDED / "config.yaml", tmp_path / "Pulumi.dev.yaml")
    config = load(passphrase=None)
    assert config.values["demo:sec"] == Secret(UNKNOWN)
    texts, secrets = config.for_program()
    assert (texts["demo:sec"], texts["demo:nested"]) == (UNKNOWN_TEXT, f'{{"inner":["{UNKNOWN_TEXT}"]}}')
    assert secrets == ("demo:nested", "demo:sec")
    with pytest.raises(SecretsError, match=r"must be set with PULUMI_CONFIG_PASSPHRASE .* to decrypt demo:sec, demo:nested"):
        config.require_known()
    assert config.secret_texts() == frozenset()


def test_a_secret_inside_an_object_that_nothing_decrypts_is_unknown_to_a_preview_and_refused_by_an_update(load):
    config = load("config:\n  object: {inner: {secure: AAAB}}\n")
    texts, secrets = config.for_program()
    assert (texts["demo:object"], secrets) == (f'{{"inner":"{UNKNOWN_TEXT}"}}', ("demo:object",))
    with pytest.raises(FaultError) as raised:
        config.require_known()
    assert str(raised.value) == (
        "Pulumi.dev.yaml:2:12 config.object.inner: a secret, and no encryptionsalt in the file; "
        "fix: set it anew with `pulumi config set --secret`"
    )


def test_with_a_wrong_passphrase_nothing_is_read(load, tmp_path):
    shutil.copy(RECORDED / "config.yaml", tmp_path / "Pulumi.dev.yaml")
    with pytest.raises(SecretsError, match="incorrect passphrase"):
        load(passphrase="other")


def test_secret_texts_are_known_to_whoever_must_hide_them(load, tmp_path):
    shutil.copy(RECORDED / "config.yaml", tmp_path / "Pulumi.dev.yaml")
    assert load().secret_texts() == {"hush", "deep"}
    load().require_known()


def test_a_providers_configuration_is_found_by_its_package(load):
    config = load("config:\n  aws:region: ap-southeast-3\n  aws:profile: p\n  awsx:other: no\n")
    assert config.namespace("aws") == {"region": "ap-southeast-3", "profile": "p"}


def test_overrides_win_and_keys_without_a_namespace_are_the_projects(load):
    config = load("config:\n  size: 1\n", options=ConfigOptions(overrides={"size": "2", "aws:region": "x"}))
    assert (config.values["demo:size"], config.values["aws:region"]) == ("2", "x")


def test_a_stack_exists_by_its_file_or_by_its_state(load):
    load("config: {}")
    assert load(stack="old", states=["old"]).values["demo:short"] == "abc"
    with pytest.raises(StackNotFound, match="no stack named 'dve' found; fix: did you mean 'dev'") as caught:
        load(stack="dve")
    assert caught.value.exit_code == 6
    with pytest.raises(StackNotFound, match="fix: choose one of dev, old"):
        load(stack="zzz", states=["old"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("config: text", ["Pulumi.dev.yaml:1:1 config: no mapping, expected a mapping of configuration keys"]),
        ("confg: {}", ["Pulumi.dev.yaml:1:1 confg: a key that Pulumi does not know, expected config"]),
        ("config:\n  a:b:c:d: 1", ["Pulumi.dev.yaml:2:3 config.a:b:c:d: a key of several namespaces, expected <namespace>:<name>"]),
        ("config:\n  typed: many", ["Pulumi.dev.yaml:2:3 config.typed: many, expected a value of type integer"]),
        ("config:\n  lst: [1]", ["Pulumi.dev.yaml:2:3 config.lst: [1], expected a value of type array<string>"]),
        (
            "config:\n  s: {secure: AAAA}",
            [
                (
                    "Pulumi.dev.yaml:2:3 config.s: a secret, and no encryptionsalt in the file; "
                    "fix: set it anew with `pulumi config set --secret`"
                )
            ],
        ),
        (
            f"{SALT}config:\n  s: {{secure: 'v1:AAAA:BBBB'}}\n  t: [{{secure: x}}]",
            [
                "Pulumi.dev.yaml:3:3 config.s: a secret cannot be decrypted: it is damaged, or was encrypted with another passphrase",
                "Pulumi.dev.yaml:4:7 config.t[0]: a secret cannot be decrypted: it is damaged, or was encrypted with another passphrase",
            ],
        ),
    ],
)
def test_faults_of_a_stacks_file(load, text, expected):
    with pytest.raises(FaultError) as caught:
        load(text)
    assert str(caught.value).splitlines() == expected


def test_values_that_the_project_asks_for_must_be_there_and_secret_where_it_says_so(load):
    project = "name: demo\nruntime: python\nconfig:\n  a: {type: string}\n  b: {type: string}\n  c: {type: string, secret: true}\n"
    with pytest.raises(FaultError) as caught:
        load("config:\n  c: plain\n", project=project)
    assert str(caught.value).splitlines() == [
        "Pulumi.dev.yaml:2:3 config.c: a plain value, expected a secret; fix: set it with `pulumi config set --secret demo:c`",
        "Pulumi.dev.yaml:1:1 config: Stack 'dev' is missing configuration values demo:a, demo:b",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("as it is", "as it is"),
        (True, "true"),
        (1.0, "1"),
        (1e21, "1e+21"),
        (1.5e-7, "1.5e-7"),
        (1e-5, "0.00001"),
        (123456.789, "123456.789"),
        ({"b": "<&>\u2028", "a": [None, 2.0]}, '{"a":[null,2],"b":"\\u003c\\u0026\\u003e\\u2028"}'),
    ],
)
def test_texts_are_as_go_writes_them(value, text):
    assert text_of(value) == text
