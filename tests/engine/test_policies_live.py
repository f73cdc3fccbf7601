"""The same packs on the same program under `pulumi` and under `nusa`, wherever there are both."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.support.conformance import VERSIONS
from tests.support.engines import VENV, CommandLine
from tests.support.packs import pack

PROGRAM = """
import pulumi

class Thing(pulumi.CustomResource):
    def __init__(self, name, type, opts=None, **inputs):
        versioned = pulumi.ResourceOptions.merge(pulumi.ResourceOptions(version="{}"), opts)
        super().__init__(type, name, {{"arn": None, **inputs}}, versioned)

vpc = Thing("vpc", "aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16", tags={{"key": pulumi.Output.secret("planted")}},
            opts=pulumi.ResourceOptions(custom_timeouts=pulumi.CustomTimeouts(create="5m"), ignore_changes=["tags"]))
subnet = Thing("subnet", "aws:ec2/subnet:Subnet", vpcId=vpc.id, opts=pulumi.ResourceOptions(depends_on=[vpc]))
last = Thing("last", "aws:ec2/subnet:Subnet", vpcId="vpc-0a1b2c3d4e5f67890", opts=pulumi.ResourceOptions(depends_on=[subnet]))
pulumi.export("id", vpc.id)
""".format(VERSIONS["aws"])
RULES = """
def look(args, report):
    options = args.opts
    known = [options.protect, list(options.ignore_changes), options.custom_timeouts.create_seconds, options.parent]
    provider = dict(args.provider.props) if args.provider else None
    report(f"{known} {provider} {sorted(args.props.keys())}")

def tied(args, report):
    if args.name == "subnet":
        report(args.props["vpcId"])

def dns(args):
    if args.resource_type.endswith(":Vpc"):
        args.props["enableDnsHostnames"] = True
        return args.props

def whole(args, report):
    for resource in sorted(args.resources, key=lambda resource: resource.urn):
        needed = sorted(other.name for other in resource.dependencies)
        report(f"{resource.name} after {needed}: {sorted(resource.props.keys())}", resource.urn)
    if not args.resources[0].props:
        args.not_applicable()

PolicyPack("rules", [
    ResourceValidationPolicy("look", "Look.", look, severity=Severity.LOW),
    ResourceValidationPolicy("tied", "Tied.", tied, EnforcementLevel.%s),
    ResourceValidationPolicy("dns", "DNS.", remediate=dns, enforcement_level=EnforcementLevel.REMEDIATE),
    StackValidationPolicy("whole", "Whole.", whole, EnforcementLevel.%s),
])
"""
MANIFEST = f"runtime:\n  name: python\n  options: {{virtualenv: {VENV}}}\nversion: 2.0.1\n"
ASKED = ("--stack", "dev", "--policy-pack", "rules", "--show-policy-remediations")


def policies(text: str) -> list[str]:
    """The section of the policies, without the blank line at its end."""
    return text.partition("Policies:\n")[2].partition("\n\n")[0].splitlines()


def events(text: str) -> list[str]:
    """What policies found, in any order: in which resources come is for the program to say."""
    kinds = (
        "policyEvent",
        "policyAnalyzeSummaryEvent",
        "policyRemediateSummaryEvent",
        "policyAnalyzeStackSummaryEvent",
        "summaryEvent",
    )
    found = []
    for line in text.splitlines():
        event = json.loads(line)
        found += [json.dumps({**event[kind], "durationSeconds": 0}, sort_keys=True) for kind in kinds if kind in event]
    return sorted(found)


@pytest.mark.cli
@pytest.mark.skipif(shutil.which("pulumi") is None, reason="no pulumi on PATH")
@pytest.mark.parametrize("levels", [("ADVISORY", "ADVISORY"), ("MANDATORY", "ADVISORY"), ("DISABLED", "MANDATORY")])
def test_both_command_lines_say_the_same_of_policies(levels: tuple[str, str], tmp_path: Path) -> None:
    said = []
    for name in ("pulumi", "nusa"):
        run = CommandLine(name, tmp_path / name)
        work = tmp_path / name / "cases"
        (work / "__main__.py").write_text(PROGRAM)
        pack(work, RULES % levels, manifest=MANIFEST)
        if name == "pulumi":
            run("stack", "init", "dev")
        else:
            (work / "Pulumi.dev.yaml").write_text("config: {}\n")
        planned, made, again = (
            run("preview", *ASKED),
            run("up", "--yes", "--skip-preview", "--json", *ASKED),
            run("preview", *ASKED),
        )
        said.append(
            {
                "planned": (planned.returncode, policies(planned.stdout)),
                "made": (made.returncode, events(made.stdout)),
                "again": (again.returncode, policies(again.stdout)),
            }
        )
    theirs, ours = said
    assert theirs["planned"][1]
    assert ours == theirs
