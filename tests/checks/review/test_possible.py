"""What is planned as an update and may be a replacement: what CloudFormation and the SDK's documentation know of that, and nobody."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import pytest

from checks.plan import Cause, Change, Doubt, Kind, Plan
from checks.review.replacements import replacements
from checks.schema.documentation import forcing

LIBRARIES = (Path(sysconfig.get_path("purelib")),)
WHY = "nobody knows"
PREFIX = "urn:pulumi:dev::shop::"


def told(token: str, *inputs: str) -> dict[str, str]:
    """By input, why an update of it may be a replacement."""
    doubts = tuple(Doubt(cause=Cause(input=each, old="a", new="b"), why=WHY) for each in inputs)
    change = Change(kind=Kind.UPDATED, urn=f"{PREFIX}{token}::it", doubts=doubts)
    found = replacements(Plan((change,), libraries=LIBRARIES))
    assert not any(each.certain for each in found)
    return {cause.input: why for each in found for cause, why in zip(each.causes, each.because, strict=True)}


def test_what_nothing_is_known_of_may_be_replaced():
    assert told("acme:index:Thing", "size", "") == {"size": WHY, "": WHY}


def test_what_aws_takes_only_when_it_is_made_may_be_replaced():
    assert told("aws:neptune/cluster:Cluster", "storageEncrypted") == {
        "storageEncrypted": "AWS takes storageEncrypted only when it is made, by CloudFormation's schema of it"
    }


def test_what_aws_can_change_is_updated():
    assert told("aws:neptune/cluster:Cluster", "backupRetentionPeriod") == {}


def test_what_cloudformation_lacks_stays_open():
    assert told("aws:kms/ciphertext:Ciphertext", "plaintext") == {"plaintext": WHY}


def test_what_says_how_the_provider_works_makes_nothing_new():
    assert told("aws:kms/ciphertext:Ciphertext", "timeouts.create", "tags", "forceDestroy") == {}
    assert told("acme:index:Thing", "tags") == {"tags": WHY}, "of other packages nobody knows that"


def test_the_documentation_in_the_sdk_is_asked_first():
    found = told("aws:elasticache/cluster:Cluster", "port")
    assert found == {"port": 'its documentation says of port: "Changing this value will re-create the resource"'}


@pytest.mark.parametrize(
    ("token", "path", "said"),
    [
        ("aws:datasync/task:Task", "name", ""),
        ("aws:emr/instanceFleet:InstanceFleet", "clusterId", "Changing this forces a new resource to be created"),
        ("alicloud:ess/alarm:Alarm", "no.such[0].path", ""),
        ("acme:index:Thing", "size", ""),
    ],
)
def test_a_sentence_of_the_documentation_is_found(token: str, path: str, said: str):
    assert forcing(token, path, LIBRARIES) == said


def test_updates_without_doubts_are_updates():
    assert replacements(Plan((Change(kind=Kind.UPDATED, urn=f"{PREFIX}acme:index:Thing::it"),))) == ()
