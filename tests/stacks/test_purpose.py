"""A run that only looks takes on roles that may do nothing else, and declares the same."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pulumi
import pulumi_alicloud as alicloud
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes
import pytest

from stacks.environment import EnvironmentFaults
from stacks.providers import role_arn
from stacks.purpose import KEY, transformations
from tests.support.mocks import record

ACCOUNT: Any = SimpleNamespace(id="111122223333", role="deployer")
SITES = {cloud: SimpleNamespace(cloud=cloud, account=ACCOUNT) for cloud in ("aws", "alicloud")}
ARNS = {cloud: role_arn(site.cloud, ACCOUNT) for cloud, site in SITES.items()}


class Environment(pulumi.ComponentResource):
    """Stands for the topology: what it gives its children, they all get."""

    def __init__(self, sites: Any) -> None:
        environment: Any = SimpleNamespace(sites=sites)
        super().__init__(
            "nusantara:test:Environment", "e", {}, pulumi.ResourceOptions(transformations=transformations(environment))
        )
        below = pulumi.ResourceOptions(parent=self)
        assumed = [aws.ProviderAssumeRoleArgs(role_arn=ARNS["aws"], session_name="deployer")]
        aws.Provider("aws", region="ap-southeast-3", assume_roles=assumed, opts=below)
        alicloud.Provider("alicloud", assume_role=alicloud.ProviderAssumeRoleArgs(role_arn=ARNS["alicloud"]), opts=below)
        kubeconfig = pulumi.Output.from_input(f"--role-arn {ARNS['aws']} --role-arn {ARNS['aws']}-of-another")
        kubernetes.Provider("inside", kubeconfig=kubeconfig, opts=below)
        kubernetes.Provider("elsewhere", context="none", opts=below)
        aws.iam.Policy("allows", policy=ARNS["aws"], opts=below)


def declared(purpose: str | None, sites: Any = SITES) -> dict[str, Any]:
    found = record(lambda: Environment(sites), project="nusantara", config={} if purpose is None else {KEY: purpose})
    return {each.name: dict(each.inputs) for each in found.values() if each.name != "e"}


def test_a_preview_takes_on_the_roles_beside_those_of_deployments():
    deployed, looked = declared(None), declared("preview")
    assert deployed["aws"]["assumeRoles"] != looked["aws"]["assumeRoles"]
    for name, argument in (("aws", "assumeRoles"), ("alicloud", "assumeRole"), ("inside", "kubeconfig")):
        cloud = "alicloud" if name == "alicloud" else "aws"
        told = (
            str(deployed[name].pop(argument)).replace(f"{ARNS[cloud]}-of", "another").replace(ARNS[cloud], f"{ARNS[cloud]}-preview")
        )
        assert str(looked[name].pop(argument)).replace(f"{ARNS[cloud]}-of", "another") == told
    assert deployed == looked


def test_a_deployment_is_what_a_run_is_for_unless_it_says_otherwise():
    assert declared("deploy") == declared(None)


def test_an_environment_without_accounts_takes_on_no_role():
    sites = {"here": SimpleNamespace(cloud="aws", account=None)}
    assert declared("preview", sites) == declared(None, sites)


def test_another_purpose_is_a_fault():
    with pytest.raises(EnvironmentFaults, match=f"{KEY}: 'look', expected deploy or preview; fix: give one of them"):
        declared("look")
