"""Buckets on the simulated clouds, joined: who may write what, as everything that was granted says it, and whether both ends agree."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

import pytest

import simulator
from checks.plan import Plan
from checks.stackfile import StackFile
from checks.trial import Trial
from engine import urn
from tests.stacks.conftest import RELEASES, another_site, edited

ROOT: Final = Path(__file__).resolve().parents[2]
IMAGE: Final = f"rclone/rclone@sha256:{'1' * 64}"
MORE: Final = another_site("singapore") + another_site("bintan", "alicloud", 44) + "    clusters:\n"
BUCKETS: Final = f"""\
    replication: {{cluster: main, memory: 1Gi, image: "{IMAGE}"}}
    buckets:
      media:
        prefixes:
          goods: {{writer: jakarta, replicas: [batam, singapore]}}
          films: {{writer: batam, replicas: [jakarta, bintan]}}
      backups:
        within: 24h
        lock_days: 35
        prefixes: {{orders: {{writer: jakarta, replicas: [batam]}}}}
    sites:
"""
TEXT: Final = edited(
    {
        "    clusters:\n": MORE,
        "    sites:\n": BUCKETS,
        "        sites: all\n        versions": "        sites: [jakarta, batam]\n        versions",
        "sites: all, replicas": "sites: [jakarta, batam], buckets: {media: write}, replicas",
    }
)
PREFIXES: Final = {"goods": ("jakarta", {"batam", "singapore"}), "films": ("batam", {"jakarta", "bintan"})}
CLOUDS: Final = {"jakarta": "aws", "singapore": "aws", "batam": "alicloud", "bintan": "alicloud"}
WRITES: Final = {"s3:PutObject", "s3:ReplicateObject", "s3:DeleteObject", "oss:PutObject", "oss:DeleteObject"}


@pytest.fixture(scope="module")
def plan() -> Plan:
    """What stands once it was brought up; nothing is left to do."""
    without_fleets = TEXT[: TEXT.index("    fleets:")] + TEXT[TEXT.index("    workloads:") :]
    file = StackFile(text=without_fleets.encode(), shown="environment.yaml", beside={"releases/proof.yaml": RELEASES.encode()})
    with Trial(ROOT, "proof", providers=simulator.providers, plant=simulator.plant) as trial:
        trial.up(file)
        found = trial.plan(file)
    assert found.changes == ()
    return found


def of(plan: Plan, *types: str) -> Iterator[tuple[str, Any]]:
    """The inputs of everything of some types, by name."""
    for at, standing in plan.standing.items():
        if urn.type_of(at) in types:
            yield urn.name_of(at), standing.inputs


def arn(site: str, name: str = "") -> str:
    """An object in a site's bucket for pictures."""
    return f"{'arn:aws:s3:::' if CLOUDS[site] == 'aws' else 'acs:oss:*:*:'}shop-example-proof-{site}-media{name and f'/{name}'}"


def granted(plan: Plan) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every statement that is granted to anybody, by the name of its policy; what AWS and Alibaba Cloud manage is none here."""
    fields = {
        "aws:iam/policy:Policy": "policy",
        "aws:iam/rolePolicy:RolePolicy": "policy",
        "alicloud:ram/policy:Policy": "policyDocument",
    }
    for type_, field in fields.items():
        for name, inputs in of(plan, type_):
            for statement in json.loads(inputs[field])["Statement"]:
                yield name, statement


def writers(plan: Plan, thing: str) -> set[str]:
    """The policies that let somebody write an object."""
    found = set()
    for name, statement in granted(plan):
        actions, resources = ([each] if isinstance(each, str) else each for each in (statement["Action"], statement["Resource"]))
        if statement["Effect"] == "Allow" and WRITES & set(actions) and any(fnmatchcase(thing, each) for each in resources):
            found.add(name)
    return found


@pytest.mark.parametrize("prefix", PREFIXES)
def test_no_prefix_has_two_writers(plan, prefix):
    """At its own site what the environment lets write it; at each replica the one identity that brings it."""
    writer, replicas = PREFIXES[prefix]
    assert writers(plan, arn(writer, f"{prefix}/shoe.jpg")) == {f"{writer}-media-write"}
    brought = {site: writers(plan, arn(site, f"{prefix}/shoe.jpg")) for site in replicas}
    assert brought == {
        site: {f"media-{writer}--{site}-policy"}
        if CLOUDS[site] != CLOUDS[writer]
        else {"media-jakarta-policy"}
        if CLOUDS[site] == "aws"
        else set()  # OSS replicates by itself
        for site in replicas
    }


def test_who_brings_a_replica_writes_nothing_else(plan):
    for name, statement in granted(plan):
        resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
        if name == "media-jakarta--batam-policy" and statement["Action"] != ["oss:ListObjects"]:
            assert resources == [f"{arn('batam')}/goods/*"]
        if name == "media-jakarta-policy" and "s3:ReplicateObject" in statement["Action"]:
            assert resources == [f"{arn('singapore')}/goods/*"]
        if name == "media-batam--jakarta-policy" and statement["Action"] != ["s3:ListBucket"]:
            assert set(resources) <= {f"{arn('jakarta')}/films/*", f"{arn('jakarta')}/.replicated/batam--jakarta"}


def test_a_bucket_of_s3_itself_keeps_everybody_else_from_a_replica(plan):
    policies = dict(of(plan, "aws:s3/bucketPolicy:BucketPolicy"))
    denied = [each for each in json.loads(policies["jakarta-media-bucket"]["policy"])["Statement"] if each["Sid"] == "OneWriter1"]
    assert [(each["Effect"], each["Resource"]) for each in denied] == [("Deny", [f"{arn('jakarta')}/films/*"])]
    roles = {inputs["name"] for _, inputs in of(plan, "aws:iam/role:Role") if "name" in inputs}
    (role,) = {each["Condition"]["ArnNotLike"]["aws:PrincipalArn"] for each in denied}
    assert role.rpartition("/")[2] in roles, "a role that is there"


def test_the_job_at_one_end_and_the_role_at_the_other_agree(plan):
    """Issuer, service account, audience, role, bucket and prefixes, as each end has them for itself."""
    jobs = {inputs["metadata"]["name"]: inputs for _, inputs in of(plan, "kubernetes:batch/v1:CronJob")}
    pod = jobs["media-to-jakarta"]["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    said = {each["name"]: each["value"] for each in pod["containers"][0]["env"]}
    (role,) = [inputs for name, inputs in of(plan, "aws:iam/role:Role") if name == "media-batam--jakarta-role"]
    ((host_claims),) = [each["Condition"]["StringEquals"] for each in json.loads(role["assumeRolePolicy"])["Statement"]]
    (issuer,) = [
        inputs["url"] for name, inputs in of(plan, "aws:iam/openIdConnectProvider:OpenIdConnectProvider") if "in-aws" in name
    ]
    host = issuer.removeprefix("https://")
    (token,) = next(each for each in pod["volumes"] if each["name"] == "tokens")["projected"]["sources"]
    account = f"system:serviceaccount:{jobs['media-to-jakarta']['metadata']['namespace']}:{pod['serviceAccountName']}"
    assert host_claims == {f"{host}:sub": account, f"{host}:aud": token["serviceAccountToken"]["audience"]}
    assert host.startswith("oidc-ack-ap-southeast-5."), "the cluster that pushes"
    assert said["AWS_ROLE_ARN"] == f"arn:aws:iam::111122223333:role/{role['name']}"
    assert (said["FROM"], said["TO"]) == ("oss:shop-example-proof-batam-media", "s3:shop-example-proof-jakarta-media")
    assert (said["PREFIXES"], said["MARKER"]) == ("films/", "s3:shop-example-proof-jakarta-media/.replicated/batam--jakarta")


def test_the_other_way_alibaba_cloud_trusts_the_issuer_by_the_name_that_the_job_says(plan):
    jobs = {inputs["metadata"]["name"]: inputs for _, inputs in of(plan, "kubernetes:batch/v1:CronJob")}
    pod = jobs["backups-to-batam"]["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    said = {each["name"]: each["value"] for each in pod["containers"][0]["env"]}
    (trusted,) = [inputs for _, inputs in of(plan, "alicloud:ims/oidcProvider:OidcProvider")]
    assert said["ALIBABA_CLOUD_OIDC_PROVIDER_ARN"].endswith(f":oidc-provider/{trusted['oidcProviderName']}")
    assert trusted["issuerUrl"].startswith("https://oidc.eks.ap-southeast-3.")
    roles = {inputs["roleName"]: inputs for _, inputs in of(plan, "alicloud:ram/role:Role")}
    trust = json.loads(roles[said["ALIBABA_CLOUD_ROLE_ARN"].rpartition("/")[2]]["assumeRolePolicyDocument"])["Statement"][0]
    assert trust["Condition"]["StringEquals"] == {
        "oidc:iss": trusted["issuerUrl"],
        "oidc:aud": "sts.aliyuncs.com",
        "oidc:sub": "system:serviceaccount:replication:backups-to-batam",
    }
    assert said["HOW"] == "copy --immutable --size-only"
    assert pod["containers"][0]["resources"]["limits"]["memory"] == "1Gi"


def test_backups_are_locked_at_both_ends_and_every_other_bucket_keeps_versions(plan):
    """OSS has no versions in a bucket that it locks, where nothing is written over."""
    locks = dict(of(plan, "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"))
    assert locks["jakarta-backups-bucket"]["rule"]["defaultRetention"] == {"mode": "COMPLIANCE", "days": 35}
    (worm,) = [inputs for _, inputs in of(plan, "alicloud:oss/bucketWorm:BucketWorm")]
    assert (worm["bucket"], worm["retentionPeriodInDays"], worm["status"]) == ("shop-example-proof-batam-backups", 35, "Locked")
    buckets = {name for name, _ in of(plan, "aws:s3/bucket:Bucket", "alicloud:oss/bucket:Bucket") if "flow" not in name}
    versioned = {
        name for name, _ in of(plan, "aws:s3/bucketVersioning:BucketVersioning", "alicloud:oss/bucketVersioning:BucketVersioning")
    }
    assert len(buckets) == 6
    assert buckets - versioned == {"batam-backups-bucket"}


def test_each_flow_that_is_measured_alarms(plan):
    alarms = {name: inputs for name, inputs in of(plan, "aws:cloudwatch/metricAlarm:MetricAlarm") if "-lag-" in name}
    told = {
        name: (each["metricName"], each["threshold"], each["period"], each["treatMissingData"]) for name, each in alarms.items()
    }
    assert told == {
        "media-jakarta--singapore-lag-singapore-goods": ("ReplicationLatency", 900, 60, "notBreaching"),
        "media-jakarta--batam-lag-marker": ("PutRequests", 1, 900, "breaching"),
        "media-batam--jakarta-lag-marker": ("PutRequests", 1, 900, "breaching"),
        "backups-jakarta--batam-lag-marker": ("PutRequests", 1, 86_400, "breaching"),
    }
