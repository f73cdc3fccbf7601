"""Configuration of policy packs: the pack's own, what is given with it, and what is wrong with either."""

from __future__ import annotations

import pytest

from engine.analyzers.packs import PolicyPackError
from engine.events import Severity
from engine.result import PolicyPack
from tests.support.packs import PROGRAM, pack, told
from tests.support.programs import Stack


@pytest.fixture
def stack(tmp_path):
    return Stack(tmp_path, PROGRAM)


CONFIGURABLE = """
def look(args, report):
    if args.name == "vpc":
        report(str(sorted(args.get_config().items())))

PolicyPack("tuned", [
    ResourceValidationPolicy("look", "Look.", look, config_schema=PolicyConfigSchema(
        {"least": {"type": "integer", "default": 3, "minimum": 2}, "names": {"type": "array", "items": {"type": "string"}}})),
    ResourceValidationPolicy("other", "Other.", look, config_schema=PolicyConfigSchema({"must": {"type": "string"}}, required=["must"])),
], initial_config={"look": {"least": 5, "enforcementLevel": EnforcementLevel.MANDATORY}, "other": EnforcementLevel.DISABLED})
"""


def configured(tmp_path, text):
    (tmp_path / "tuning.json").write_text(text)
    return PolicyPack("rules", "tuning.json", tmp_path)


def test_defaults_the_packs_own_configuration_and_the_given_one_are_laid_over_each_other(stack, tmp_path):
    pack(tmp_path, CONFIGURABLE)
    given = '{"all": "advisory", "look": {"names": ["a"]}, "other": {"must": "x", "enforcementLevel": "mandatory"}}'
    stack.preview(policy_packs=(configured(tmp_path, given),))
    assert told(stack.events) == [
        "advisory look vpc: Look.\n[('least', 5.0), ('names', ['a'])]",
        "mandatory other vpc: Other.\n[('must', 'x')]",
    ]


def test_configuration_that_means_nothing_to_a_pack_is_told(stack, tmp_path):
    pack(tmp_path, CONFIGURABLE)
    given = '{"look": {"lest": 4}, "lok": "mandatory", "other": {"must": "x"}}'
    result = stack.preview(policy_packs=(configured(tmp_path, given),))
    warnings = [message.message for message in result.diagnostics if message.severity is Severity.WARNING]
    assert warnings == [
        'tuning.json: policy pack "tuned" has nothing of the name "look.lest" to configure',
        'tuning.json: policy pack "tuned" has nothing of the name "lok" to configure',
    ]


def test_everything_wrong_with_the_configuration_is_told_at_once_and_nothing_begins(stack, tmp_path):
    pack(tmp_path, CONFIGURABLE)
    with pytest.raises(PolicyPackError) as raised:
        stack.update(policy_packs=(configured(tmp_path, '{"look": {"least": 1, "names": [1]}, "nobody": {"x": 1}}'),))
    assert str(raised.value).split("\nerror: ") == [
        'configuring policy pack "tuned" at "rules": invalid enforcement level "" of "nobody", which is none of its policies',
        "validating policy config: tuned 1.2.3  look: least: Must be greater than or equal to 2",
        "validating policy config: tuned 1.2.3  look: names.0: Invalid type. Expected: string, given: integer",
        "validating policy config: tuned 1.2.3  other: must is required",
    ]
    assert raised.value.exit_code == 1
    assert stack.resources() == {}
