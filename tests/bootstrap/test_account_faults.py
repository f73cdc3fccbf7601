"""Everything wrong with an account's file at once, each at its line and column; nothing is made."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bootstrap.account import build
from bootstrap.model import KEY
from bootstrap.source import ACCOUNTS, Source
from faults import FaultError, yaml
from stacks.environment import place
from stacks.environment.loading import EnvironmentFaults
from tests.bootstrap.conftest import Accounts

AWS, ALICLOUD = "production-aws", "production-alicloud"
REPOSITORY = "example@1042/nusantara@7321"
ADMINISTRATOR = """      - arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/ap-southeast-1/AWSReservedSSO_PlatformAdmin_0a1b2c3d4e5f6789
    environments"""


def faults(stack: str, edits: Mapping[str, str]) -> list[str]:
    """The faults of an account with edits, without the file's name."""
    text = (ACCOUNTS / f"Pulumi.{stack}.yaml").read_text()
    for old, new in edits.items():
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    document = yaml.parse(text.encode(), shown="account.yaml")
    with pytest.raises((FaultError, EnvironmentFaults)) as error:
        build(Source(name=stack, value=place.value(document, KEY), document=document).read())
    assert error.value.exit_code == 2
    return str(error.value).replace("account.yaml:", "").split("\n")


def test_five_mistakes_are_told_at_once():
    found = faults(
        AWS,
        {
            'id: "111122223333"': "id: 111122223333",
            "region: ap-southeast-1 #": "region: ap-southeast-33 #",
            REPOSITORY: "example/*",
            "lock: 30": "locked: 30",
            "      production:\n        people": "      production:\n        role: false\n        people",
        },
    )
    assert [each.split(",")[0] for each in found] == [
        "4:5 id: 111122223333",
        '5:5 region: "ap-southeast-33"',
        '8:14 github.repository: "example/*"',
        "13:9 environments.production.role: false",
        "16:57 state.locked: an unknown key",
    ]
    assert found[0].endswith('expected a string; fix: write "111122223333"')
    assert found[1].endswith("expected a region of AWS; fix: write ap-southeast-3")
    assert "OWNER@ID/NAME@ID" in found[2]
    assert found[4].endswith("fix: write lock")


def test_a_cloud_that_is_misspelt_hides_nothing():
    found = faults(AWS, {"cloud: aws": "cloud: AWS", REPOSITORY: "example", "lock: 30": "lock: 0"})
    assert [each.split(",")[0] for each in found] == ['3:5 cloud: "AWS"', '8:14 github.repository: "example"']
    assert found[0].endswith("expected aws or alicloud; fix: write aws")


@pytest.mark.parametrize(
    ("stack", "edits", "told"),
    [
        (AWS, {"cloud: aws": "cloud: aw"}, '3:5 cloud: "aw", expected aws or alicloud; fix: write aws'),
        (AWS, {"    cloud: aws\n": ""}, "cloud: missing, expected the cloud: aws or alicloud"),
        (AWS, {REPOSITORY: "example@1042/nusantara"}, "write one repository, with both ids or none"),
        (AWS, {'"111122223333"': '"1111"'}, '4:5 id: "1111", expected the 12 digits of an account of AWS'),
        (ALICLOUD, {'"5012345678901234"\n': '"501234567890123"\n'}, "expected the 16 digits of an account of Alibaba Cloud"),
        (AWS, {"example-nusantara-production-state": "Example.State"}, "3 to 63 small letters, digits and inner hyphens"),
        (AWS, {"7321}": "7321, deploy_hours: 24}"}, "github.deploy_hours: 24, expected a whole number, 1 to 12"),
        (AWS, {"lock: 30": "lock: 4000"}, "state.lock: 4000, expected a whole number, 1 to 3650"),
        (AWS, {"lock: 30": "kept_versions: 101"}, "state.kept_versions: 101, expected a whole number, 1 to 100"),
        (AWS, {ADMINISTRATOR: "      - arn:aws:iam::999988887777:role/admin\n    environments"}, "a role or user of this account"),
        (AWS, {ADMINISTRATOR: "      - arn:aws:iam::111122223333:root\n    environments"}, "one role or user by its whole ARN"),
        (
            AWS,
            {ADMINISTRATOR: "      - platform-admin\n    environments"},
            'administrators[0]: "platform-admin", expected an ARN of iam',
        ),
        (AWS, {"    environments:\n": "    environments:\n      other: {}\n"}, "expected another role than that of other"),
        (AWS, {"regions: [ap-southeast-3, ap-southeast-1]": "regions: []"}, "regions: an empty list"),
        (
            AWS,
            {"    tags: {owner": "    baseline: {linked_roles: [rds.amazonaws.com]}\n    tags: {owner"},
            "baseline.linked_roles[0]",
        ),
        (
            AWS,
            {"{owner: platform, cost-centre: id-1042}": "{secure: x}"},
            "a secret, expected plain data, since secrets stand beside the account",
        ),
        (AWS, {KEY: "nusantara-bootstrap:acount"}, f"expected {KEY}; fix: write {KEY}"),
        (
            ALICLOUD,
            {"production-copies}": "production-copies, retention: 0}"},
            "copies.retention: 0, expected a whole number, 1 to 25550",
        ),
        (ALICLOUD, {"acs:ram::5012345678901234:role/platform-admin": "platform-admin"}, "people[0]"),
        (ALICLOUD, {"region: ap-southeast-5": "region: ap-southeast-5\n    regions: [ap-southeast-5]"}, "regions: an unknown key"),
        (ALICLOUD, {"id-1042}": "id-1042, acs:x: y}"}, "tags.acs:x"),
    ],
)
def test_one_mistake(stack: str, edits: Mapping[str, str], told: str):
    (found,) = faults(stack, edits)
    assert told in found


def test_a_program_ends_with_its_faults_and_makes_nothing(accounts: Accounts):
    accounts.edit(AWS, {"lock: 30": "lock: 0", REPOSITORY: "example"})
    result = accounts.preview(AWS)
    assert result.exit_code
    text = "\n".join(each.message for each in result.diagnostics)
    assert "accounts/Pulumi.production-aws.yaml:8:14 github.repository" in text
    assert "Traceback" not in text
    assert not any(step.op.value == "create" and step.type.startswith("aws:") for step in result.steps)
