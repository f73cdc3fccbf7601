"""Policy packs, as processes of their own: what they see, what they may change, and what becomes of what they find."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from engine.analyzers.packs import PolicyPackError
from engine.config import StackConfig
from engine.errors import EngineError
from engine.events import Analysis, EnforcementLevel, PolicyRemediation, PolicySummary, Severity, StepStarted
from engine.result import PolicyPack
from engine.values import Secret
from tests.support.packs import PROGRAM, pack, told
from tests.support.programs import Stack, errors, ops

RULES = """
def at(kind, message):
    def look(args, report):
        if args.resource_type.endswith(kind):
            report(message)
    return look

def whole(args, report):
    report(f"{len(args.resources)} resources")
    for resource in args.resources:
        if resource.name == "last":
            report(f"after {resource.dependencies[0].name}", resource.urn)

PolicyPack("rules", [
    ResourceValidationPolicy("no-vpc", "No VPCs.", at(":Vpc", "this is one"), EnforcementLevel.ADVISORY, severity=Severity.HIGH),
    ResourceValidationPolicy("no-subnet", "No subnets.", at(":Subnet", "nor this"), EnforcementLevel.%s),
    ResourceValidationPolicy("off", "Off.", at("", "heard all the same"), EnforcementLevel.DISABLED),
    StackValidationPolicy("whole", "The stack.", whole, EnforcementLevel.%s),
])
"""


@pytest.fixture
def stack(tmp_path):
    return Stack(tmp_path, PROGRAM)


def test_a_preview_tells_every_violation_and_goes_on(stack, tmp_path):
    rules = pack(tmp_path, RULES % ("MANDATORY", "ADVISORY"))
    result = stack.preview(policy_packs=(PolicyPack(rules),))
    assert told(stack.events) == [
        "advisory no-vpc vpc: No VPCs.\nthis is one",
        "mandatory no-subnet subnet: No subnets.\nnor this",
        "mandatory no-subnet last: No subnets.\nnor this",
        "advisory whole cases-dev: The stack.\n5 resources",
        "advisory whole last: The stack.\nafter subnet",
    ]
    assert ops(result) == ["create vpc", "create subnet", "create last"]
    assert (result.exit_code, errors(result)) == (1, ["preview failed"])
    (named, version), *others = result.summary.policy_packs.items()
    assert (named.startswith("rules|local|/"), named.endswith(f"/{Path(rules).name}"), version, others) == (True, True, "1.2.3", [])


def test_what_a_policy_says_of_a_resource_stands_before_its_step(stack, tmp_path):
    stack.preview(policy_packs=(PolicyPack(pack(tmp_path, RULES % ("ADVISORY", "DISABLED"))),))
    order = [
        getattr(event, "policy", None) or f"step {event.step.urn.rpartition('::')[2]}"
        for event in stack.events
        if hasattr(event, "level") or isinstance(event, StepStarted)
    ]
    assert order.index("no-vpc") < order.index("step vpc")
    assert order.index("no-subnet") < order.index("step subnet")


def test_each_pack_sums_up_what_passed_and_what_failed(stack, tmp_path):
    stack.preview(policy_packs=(PolicyPack(pack(tmp_path, RULES % ("ADVISORY", "ADVISORY"))),))
    sums = {
        (event.analysis, event.urn.rpartition("::")[2]): (event.passed, event.failed)
        for event in stack.events
        if isinstance(event, PolicySummary)
    }
    assert sums[Analysis.ANALYZE, "vpc"] == (("no-subnet",), ("no-vpc",))
    assert sums[Analysis.ANALYZE, "subnet"] == (("no-vpc",), ("no-subnet",))
    assert sums[Analysis.REMEDIATE, "vpc"] == (("no-subnet", "no-vpc"), ())
    assert sums[Analysis.ANALYZE_STACK, ""] == ((), ("whole",))


def test_an_update_stops_before_what_a_policy_forbids(stack, tmp_path):
    result = stack.update(policy_packs=(PolicyPack(pack(tmp_path, RULES % ("MANDATORY", "MANDATORY"))),))
    assert ops(result) == ["create vpc"]
    assert (result.exit_code, errors(result)) == (1, [])
    assert [line.split(":")[0] for line in told(stack.events)] == ["advisory no-vpc vpc", "mandatory no-subnet subnet"]
    assert set(stack.resources()) == {"cases-dev", "vpc"}


def test_a_stack_that_a_policy_forbids_stands_and_the_update_fails(stack, tmp_path):
    result = stack.update(policy_packs=(PolicyPack(pack(tmp_path, RULES % ("DISABLED", "REMEDIATE"))),))
    assert (result.exit_code, errors(result)) == (1, ["update failed"])
    assert {"vpc", "subnet", "last"} < set(stack.resources())
    assert told(stack.events)[-1] == "mandatory whole last: The stack.\nafter subnet"


REMEDIES = """
def dns(args):
    if args.resource_type.endswith(":Vpc"):
        args.props["enableDnsHostnames"] = True
        return args.props

def seal(args):
    if args.resource_type.endswith(":Vpc") and args.props["enableDnsHostnames"]:
        return {**{key: args.props[key] for key in args.props}, "description": Secret("hush")}

from pulumi_policy import Secret
PolicyPack("mending", [
    ResourceValidationPolicy("z-dns", "DNS.", remediate=dns, enforcement_level=EnforcementLevel.REMEDIATE),
    ResourceValidationPolicy("a-seal", "Seal.", remediate=seal, enforcement_level=EnforcementLevel.REMEDIATE),
    ResourceValidationPolicy("asleep", "Asleep.", remediate=lambda args: {"never": 1}, enforcement_level=EnforcementLevel.ADVISORY),
])
"""
SEEING = """
def see(args, report):
    if args.name == "vpc":
        report(", ".join(sorted(args.props.keys())))

PolicyPack("seeing", [ResourceValidationPolicy("see", "See.", see, remediate=lambda args: None, enforcement_level=EnforcementLevel.REMEDIATE)])
"""


def test_remediations_come_in_their_order_and_policies_see_what_they_made(stack, tmp_path):
    packs = (PolicyPack(pack(tmp_path, REMEDIES)), PolicyPack(pack(tmp_path, SEEING, name="seeing")))
    result = stack.update(policy_packs=packs)
    done = [(event.policy, sorted(event.after)) for event in stack.events if isinstance(event, PolicyRemediation)]
    assert done == [
        ("z-dns", ["cidrBlock", "enableDnsHostnames", "tags"]),
        ("a-seal", ["cidrBlock", "description", "enableDnsHostnames", "tags"]),
    ]
    assert told(stack.events) == ["mandatory see vpc: See.\ncidrBlock, description, enableDnsHostnames, tags"]
    assert result.exit_code == 1


def test_what_was_remediated_is_what_is_made_and_secrets_stay_secret(stack, tmp_path):
    mending = PolicyPack(pack(tmp_path, REMEDIES))
    assert stack.update(policy_packs=(mending,)).exit_code == 0
    made = stack.resources()
    assert made["vpc"].inputs["enableDnsHostnames"] is True
    assert made["vpc"].inputs["description"] == Secret("hush")
    assert made["vpc"].inputs["tags"] == {"key": Secret("planted")}
    assert ops(stack.preview(policy_packs=(mending,))) == ["same vpc", "same subnet", "same last"]


def test_a_policy_that_needs_what_only_an_update_knows_cannot_look_in_a_preview(stack, tmp_path):
    rules = pack(
        tmp_path,
        """
        def look(args, report):
            if args.name == "subnet":
                report(args.props["vpcId"])

        PolicyPack("rules", [ResourceValidationPolicy("look", "Look.", look, EnforcementLevel.MANDATORY)])
        """,
    )
    assert stack.preview(policy_packs=(PolicyPack(rules),)).exit_code == 0
    assert told(stack.events) == [
        (
            "advisory look subnet: can't run policy 'look' from policy pack 'rules@v0.0.1' during preview: "
            "string value at .vpcId can't be known during preview"
        )
    ]
    assert stack.update(policy_packs=(PolicyPack(rules),)).exit_code == 1
    assert told(stack.events)[0].startswith("mandatory look subnet: Look.\nvpc-")


LOOKING = """
def look(args, report):
    if args.name == "vpc":
        options, provider = args.opts, args.provider
        report(str([options.protect, list(options.ignore_changes), options.delete_before_replace, list(options.aliases),
                    options.custom_timeouts.create_seconds, list(options.additional_secret_outputs), options.parent.split("::")[-1]]))
        report(f"{provider.resource_type} {provider.props['region']} {args.props['tags']['key']}")

def config(args, report):
    import pulumi
    report(f"{pulumi.get_project()} {pulumi.get_stack()} {pulumi.runtime.is_dry_run()} {pulumi.Config().get('tier')} {os.getcwd()}")

PolicyPack("looking", [ResourceValidationPolicy("look", "Look.", look), StackValidationPolicy("config", "Config.", config)])
"""


def test_a_pack_sees_options_providers_secrets_and_configuration(tmp_path):
    options = """vpc = Thing("vpc", "aws:ec2/vpc:Vpc", opts=pulumi.ResourceOptions(protect=True, ignore_changes=["tags"],
        delete_before_replace=False, custom_timeouts=pulumi.CustomTimeouts(create="5m"), additional_secret_outputs=["arn"]),"""
    stack = Stack(tmp_path, PROGRAM.replace('vpc = Thing("vpc", "aws:ec2/vpc:Vpc",', options))
    stack.configure(tier="gold", **{"aws:region": "ap-southeast-3"})
    rules = pack(tmp_path, LOOKING)
    stack.preview(policy_packs=(PolicyPack(rules),))
    assert told(stack.events) == [
        "advisory look vpc: Look.\n[True, ['tags'], False, [], 300.0, ['arn'], 'cases-dev']",
        "advisory look vpc: Look.\npulumi:providers:aws ap-southeast-3 planted",
        f"advisory config cases-dev: Config.\ncases dev True gold {rules}",
    ]


def test_secrets_of_the_configuration_are_hidden_in_what_a_policy_says(stack, tmp_path, monkeypatch):
    monkeypatch.setattr(StackConfig, "secret_texts", lambda _: frozenset({"planted-and-long"}))
    rules = pack(
        tmp_path, 'PolicyPack("leaky", [StackValidationPolicy("leak", "Leak.", lambda args, report: report("planted-and-long"))])'
    )
    stack.preview(policy_packs=(PolicyPack(rules),))
    assert told(stack.events) == ["advisory leak cases-dev: Leak.\n[secret]"]


BAD = {
    "raises": (
        "def deep():\n    raise ValueError('at import')\ndeep()\n",
        (
            'could not read policy pack port:\nTraceback (most recent call last):\n  File "{rules}/__main__.py", line 5, in <module>\n'
            "    deep()\n  File \"{rules}/__main__.py\", line 4, in deep\n    raise ValueError('at import')\nValueError: at import"
        ),
    ),
    "prints": ("print('hello')\n", "could not read policy pack port: expected integer; it printed 'hello' first; fix: "),
    "ends": ("", "could not read policy pack port: it ended; fix: let its __main__.py make a PolicyPack"),
}


@pytest.mark.parametrize("how", BAD)
def test_a_pack_that_cannot_start_ends_everything_before_it_begins(stack, tmp_path, how):
    body, why = BAD[how]
    rules = pack(tmp_path, body)
    with pytest.raises(PolicyPackError) as raised:
        stack.update(policy_packs=(PolicyPack(rules),))
    assert str(raised.value).startswith(f'policy pack "{rules}" not started: ' + why.format(rules=rules))
    assert stack.resources() == {}


def test_a_policy_that_raises_ends_the_run_at_its_resource(stack, tmp_path):
    rules = pack(
        tmp_path,
        'def look(args, report):\n    if args.name == "subnet":\n        raise ValueError("boom")\n'
        'PolicyPack("rules", [ResourceValidationPolicy("look", "Look.", look)])',
    )
    result = stack.update(policy_packs=(PolicyPack(rules),))
    assert (result.exit_code, errors(result)) == (1, ["failed to run policy: Exception calling application: boom"])
    assert set(stack.resources()) == {"cases-dev", "vpc"}


def test_a_pack_that_dies_ends_the_run(stack, tmp_path):
    rules = pack(
        tmp_path, 'def look(args, report):\n    os._exit(3)\nPolicyPack("rules", [StackValidationPolicy("look", "Look.", look)])'
    )
    result = stack.update(policy_packs=(PolicyPack(rules),))
    assert (result.exit_code, errors(result)) == (1, ['policy pack "rules" has ended without answering AnalyzeStack'])
    assert "last" in stack.resources()


def test_a_destruction_runs_no_pack(stack):
    stack.update()
    assert stack.destroy(policy_packs=(PolicyPack("nowhere"),)).exit_code == 0


def test_a_pack_in_another_language_runs_by_the_plugin_on_the_path(stack, tmp_path, monkeypatch):
    rules = pack(tmp_path, RULES % ("DISABLED", "DISABLED"), manifest="runtime:\n  name: rego\n  options: {strict: true}\n")
    plugin = tmp_path / "bin" / "pulumi-analyzer-policy-rego"
    with pytest.raises(EngineError, match="no analyzer plugin 'pulumi-analyzer-policy-rego' on your"):
        stack.preview(policy_packs=(PolicyPack(rules),))
    plugin.parent.mkdir()
    plugin.write_text(f'#!/bin/sh\necho "$2 $3" >&2\nexec {sys.executable} -u -m pulumi.policy "$1" "$2"\n')
    plugin.chmod(plugin.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{plugin.parent}{os.pathsep}{os.environ['PATH']}")
    result = stack.preview(policy_packs=(PolicyPack(rules),))
    assert told(stack.events) == ["advisory no-vpc vpc: No VPCs.\nthis is one"], result.diagnostics
    assert [message.message for message in result.diagnostics if message.severity is Severity.INFO_ERR] == [". -strict=true"]


def test_nothing_of_packs_is_loaded_where_none_is_asked_for():
    seen = "import sys, engine.session, cli.main; print([name for name in sys.modules if name.startswith(('engine.analyzers', 'jsonschema'))])"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", seen], cwd=root, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_levels_are_pulumis_words():
    assert {str(level) for level in EnforcementLevel} == {"advisory", "mandatory", "remediate", "disabled"}
