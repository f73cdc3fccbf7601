"""What a person writes about policies, before any pack runs: their configuration, and a pack's manifest."""

from __future__ import annotations

import pytest

from engine.analyzers import launch, packs, schema, settings
from engine.analyzers.packs import PolicyPackError
from engine.analyzers.settings import Policy, Setting, SettingsError
from engine.analyzers.tracebacks import shortened
from engine.events import EnforcementLevel
from engine.result import PolicyPack


def test_a_setting_is_a_level_or_an_object_and_an_empty_one_is_none():
    text = '{"all": "advisory", "a": {"enforcementLevel": "remediate", "n": 1}, "b": {"x": null}, "c": {}}'
    assert settings.parse(text) == {
        "all": Setting(EnforcementLevel.ADVISORY),
        "a": Setting(EnforcementLevel.REMEDIATE, {"n": 1}),
        "b": Setting(None, {"x": None}),
    }
    assert settings.parse("  \n") == {}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"a": "fatal"}', 'parsing enforcement level for "a": "fatal" is not a valid enforcement level'),
        (
            '{"a": {"enforcementLevel": 3}}',
            'parsing enforcement level for "a": 3 is not a valid enforcement level; must be a string',
        ),
        (
            '{"a": 3, "b": []}',
            (
                'parsing "a": 3 is not a valid value; must be a string or object; '
                'parsing "b": [] is not a valid value; must be a string or object'
            ),
        ),
        ("[]", "given a list, expected a JSON object of policies"),
        ('{"a": ', "line 1, column 7: expecting value"),
        ('{"environments": ["a/b"]}', "it specifies ESC environments but the current backend does not support them"),
    ],
)
def test_what_is_no_configuration_is_refused_with_all_that_is_wrong(text, why):
    with pytest.raises(SettingsError) as raised:
        settings.parse(text)
    assert str(raised.value) == why


@pytest.mark.parametrize(
    ("rule", "value", "why"),
    [
        ({"type": "integer"}, "x", "k: Invalid type. Expected: integer, given: string"),
        ({"type": ["integer", "null"]}, 1.5, "k: Invalid type. Expected: integer/null, given: number"),
        ({"type": "string", "enum": ["a", 1]}, "b", 'k: k must be one of the following: "a", 1'),
        ({"const": {"a": 1}}, 2, 'k: k does not match: {"a":1}'),
        ({"minimum": 2}, 1, "k: Must be greater than or equal to 2"),
        ({"exclusiveMaximum": 2.5}, 3, "k: Must be less than 2.5"),
        ({"maxLength": 1}, "ab", "k: String length must be less than or equal to 1"),
        ({"pattern": "^a"}, "b", "k: Does not match pattern '^a'"),
        ({"items": {"type": "string"}, "maxItems": 3}, ["a", True], "k.1: Invalid type. Expected: string, given: boolean"),
        ({"maxItems": 1}, [1, 2], "k: Array must have at most 1 items"),
        ({"properties": {"in": {"required": ["deep"]}}}, {"in": {}}, "k.in: deep is required"),
        ({"anyOf": [{"type": "string"}]}, 1, "k: Must validate at least one schema (anyOf)"),
    ],
)
def test_a_schema_s_faults_are_told_in_the_words_of_pulumi_s_validator(rule, value, why):
    assert schema.problems({"k": rule}, (), {"k": value}) == [why]


def test_a_required_setting_is_missed_also_where_nothing_is_given():
    assert schema.problems({}, ("must",), {}) == ["must is required"]
    assert schema.problems({"k": {"type": "string"}}, (), {"unheard": 1}) == []


def test_a_level_for_all_policies_gives_way_to_one_for_a_policy():
    policies = [Policy(name=name, level=EnforcementLevel.ADVISORY) for name in "ab"]
    given = {"b": Setting(EnforcementLevel.DISABLED), "all": Setting(EnforcementLevel.MANDATORY)}
    found = settings.reconciled(policies, {"a": Setting(EnforcementLevel.REMEDIATE)}, given)
    assert {name: setting.level for name, setting in found.items()} == {
        "a": EnforcementLevel.MANDATORY,
        "b": EnforcementLevel.DISABLED,
    }


def asked(tmp_path, manifest):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "PulumiPolicy.yaml").write_text(manifest)
    return PolicyPack("./rules/", root=tmp_path)


def test_a_manifest_gives_runtime_options_and_version_as_they_are_written(tmp_path):
    manifest = "runtime:\n  name: python\n  options: {virtualenv: venv}\nversion: 1.20\n"
    pack = packs.read(asked(tmp_path, manifest))
    assert (pack.runtime, dict(pack.options), pack.version) == ("python", {"virtualenv": "venv"}, "1.20")
    assert pack.event_name("mine") == "mine|local|rules"


def test_a_long_path_is_shown_without_its_middle():
    assert packs.abbreviated("/" + "/".join(["folder"] * 14)) == "/folder/.../folder/folder"


@pytest.mark.parametrize(
    ("manifest", "why"),
    [
        ("", "project is missing a 'runtime' attribute"),
        ("version: 1\n", "project is missing a 'runtime' attribute"),
        ("runtime: [", "rules/PulumiPolicy.yaml:2:1: not YAML"),
    ],
)
def test_a_faulty_manifest_is_refused(tmp_path, manifest, why):
    with pytest.raises(PolicyPackError) as raised:
        packs.read(asked(tmp_path, manifest))
    assert str(raised.value).startswith(f'failed to load Pulumi policy project located at "./rules/": {why}')


def test_every_pack_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(PolicyPackError) as raised:
        packs.read_all([PolicyPack("gone", root=tmp_path), PolicyPack("rules", "none.json", tmp_path)])
    assert str(raised.value).split("\nerror: ") == [
        'failed to load Pulumi policy project located at "gone": open gone/PulumiPolicy.yaml: no such file or directory',
        "open none.json: no such file or directory",
    ]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (
            "{virtualenv: venv}",
            "there is no Python at {folder}/venv/bin/python; fix: make its virtual environment, with python3 -m venv",
        ),
        ("{toolchain: uv}", "there is no Python at {folder}/.venv/bin/python; fix: make its virtual environment, with uv sync"),
        ("{toolchain: conda}", "unsupported toolchain option: conda"),
        ("{toolchain: poetry}", "its virtual environment is poetry's to find; fix: name it"),
        ("{virtualenv: [1]}", "virtualenv option must be a string"),
        ("{}", "plugin is not runnable, it provides neither __main__.py nor a buildable pyproject.toml"),
    ],
)
def test_a_pack_that_no_python_can_run_is_refused(tmp_path, options, why, spec):
    pack = packs.read(asked(tmp_path, f"runtime: {{name: python, options: {options}}}\n"))
    with pytest.raises(PolicyPackError) as raised:
        launch.launch(pack, spec)
    assert str(raised.value).startswith(f'policy pack "{pack.folder}" failed to start: ' + why.format(folder=pack.folder))


def test_a_pack_that_is_a_package_runs_as_one(tmp_path, spec):
    pack = packs.read(asked(tmp_path, "runtime: python\n"))
    (pack.folder / "pyproject.toml").write_text('[project]\nname = "mine"\n[build-system]\nbuild-backend = "hatchling.build"\n')
    start = launch.launch(pack, spec)
    assert start.command[1:] == ("-u", "-m", "pulumi.run.plugin", "mine")
    assert start.environment["PULUMI_CONFIG"] == '{"cases:key":"a \\u0026 b"}'


@pytest.fixture
def spec(tmp_path):
    from engine.host import ProgramSpec

    return ProgramSpec(directory=tmp_path, project="cases", stack="dev", config={"cases:key": "a & b"}, dry_run=True)


def test_a_traceback_keeps_the_frames_from_the_first_own_one_on(tmp_path):
    text = f"""before
Traceback (most recent call last):
  File "<frozen runpy>", line 88, in _run_code
  File "{tmp_path}/__main__.py", line 3, in <module>
    other.call()
  File "/elsewhere/other.py", line 9, in call
    raise ValueError
ValueError: why
after
"""
    assert shortened(text, tmp_path) == text.replace('  File "<frozen runpy>", line 88, in _run_code\n', "").rstrip()
    assert shortened(text, tmp_path / "nowhere") == text.rstrip()
