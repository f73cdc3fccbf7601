"""Configuration for one run: keys and paths, secrets, another file, no validation."""

from __future__ import annotations

import json

import pytest

from engine.config import StackConfig
from engine.errors import EngineError
from engine.overrides import ConfigOptions
from engine.project import Project
from engine.secrets import Keyring
from engine.values import Secret
from faults import FaultError

PROJECT = """
name: demo
runtime: python
config:
  count: {type: integer}
  token: {type: string, secret: true}
"""


@pytest.fixture
def load(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Pulumi.yaml").write_text(PROJECT)
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  count: 1\n  whole: {kept: 1}\n")

    def load(*, given: dict[str, str] | None = None, **options) -> StackConfig:
        asked = ConfigOptions(overrides={"token": "planted", **(given or {})}, **options)
        return StackConfig.load(Project.load(tmp_path), "dev", asked, keyring=Keyring(tmp_path / "kept", {}))

    return load


def test_what_is_given_for_a_secret_is_one(load):
    config = load()
    assert config.values["demo:token"] == Secret("planted")
    assert "planted" in config.secret_texts(), "so that no message shows it"
    assert config.recorded["demo:token"] == {"secure": ""}, "nor the history"


@pytest.mark.parametrize(
    ("given", "whole"),
    [
        ({"whole.a": "1"}, {"a": 1}),
        ({"whole.a.b[0]": "true", "whole.a.b[1]": "0123", "whole.c": "x"}, {"a": {"b": [True, "0123"]}, "c": "x"}),
        ({'whole["a.b"]': "-5"}, {"a.b": -5}),
        ({"demo:whole[0].x": "18446744073709551616"}, [{"x": "18446744073709551616"}]),
        ({"whole.a": "1", "whole.b": "2"}, {"a": 1, "b": 2}),
    ],
)
def test_paths_make_up_a_whole_that_replaces_the_files(load, given, whole):
    assert json.loads(str(load(given=given, paths=True).values["demo:whole"])) == whole


def test_a_path_of_one_name_is_a_key(load):
    assert load(given={"whole": "true"}, paths=True).values["demo:whole"] == "true"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"whole.a": "1", "whole[0]": "2"}, "whole[0]: key for a map must be a string"),
        ({"whole[0]": "1", "whole.a": "2"}, "whole.a: key for an array must be an int"),
        ({"whole[1]": "1"}, "whole[1]: array index out of range"),
        ({"whole[-1]": "1"}, "whole[-1]: array index out of range"),
        ({"whole.a": "1", "whole.a.b": "2"}, "whole.a.b: expected a map"),
        ({"[0]": "1"}, "invalid config key path: [0]: expected a name first"),
        ({"whole[x": "1"}, "invalid config key path: whole[x"),
    ],
)
def test_paths_that_lead_nowhere(load, given, told):
    with pytest.raises(EngineError) as error:
        load(given=given, paths=True)
    assert str(error.value).startswith(told)


def test_another_file_stands_in_for_the_stacks(load, tmp_path):
    (tmp_path / "other.yaml").write_text("config:\n  count: 7\n")
    assert load(file=tmp_path / "other.yaml").values["demo:count"] == "7"
    with pytest.raises(EngineError, match=r"could not read configuration file: open .*nowhere\.yaml: no such file"):
        load(file=tmp_path / "nowhere.yaml")


def test_values_are_taken_as_they_are_on_request(load):
    with pytest.raises(FaultError, match="many, expected a value of type integer"):
        load(given={"count": "many"})
    assert load(given={"count": "many"}, validate=False).values["demo:count"] == "many"


def test_a_key_without_a_value_is_warned_of(load, tmp_path):
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  count: 1\n  empty:\n")
    config = load()
    assert config.values["demo:empty"] == ""
    (warning,) = config.warnings
    assert warning.startswith('No value for configuration key "demo:empty". This is currently treated as an empty string')


def test_a_virtual_environment_that_is_not_there_is_warned_of(load, tmp_path):
    options = "  options:\n    virtualenv: nowhere\n"
    (tmp_path / "Pulumi.yaml").write_text(PROJECT.replace("runtime: python\n", f"runtime:\n  name: python\n{options}"))
    (warning,) = Project.load(tmp_path).warnings
    assert warning.startswith(
        "Pulumi.yaml:6:5 runtime.options.virtualenv: nowhere, where there is no Python: the program runs with "
    )
