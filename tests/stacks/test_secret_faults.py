"""Each fault that the secrets of workloads and jobs can have, with its exact text."""

from __future__ import annotations

import pytest

from stacks.environment import EnvironmentFaults
from stacks.rehearsal import check

LINE = "storefront: {cluster: main, sites: all, replicas: {min: 2, max: 4}}"
SITES = "        sites: all\n        versions"


def told(secrets: str, more: str = "") -> dict[str, str]:
    return {LINE: f"storefront: {{cluster: main, sites: all, replicas: {{min: 2, max: 4}}{more}, secrets: {secrets}}}"}


CASES = {
    "a name with a slash, said short": (
        told("{a: shop/orders-db/password}"),
        [
            (
                '37:85 workloads.storefront.secrets.a: "shop/orders-db/password", expected the name of a secret, or that and a member of it: '
                "orders-db/password; fix: write {key: …, property: …} where the name has a slash itself"
            )
        ],
    ),
    "an ARN": (
        told('{a: {key: "arn:aws:secretsmanager:ap-southeast-3:1:secret:a"}}'),
        [
            (
                '37:89 workloads.storefront.secrets.a.key: "arn:aws:secretsmanager:ap-southeast-3:1:secret:a", expected the name of a secret: '
                "letters, digits and _ / + = . @ ! -; fix: write its name, not its ARN"
            )
        ],
    ),
    "a member of a member": (
        told("{a: {key: orders-db, property: user.name}}"),
        [
            (
                '37:105 workloads.storefront.secrets.a.property: "user.name", expected a member of the secret\'s JSON object: letters, digits, '
                "hyphens and underscores; fix: rename the member"
            )
        ],
    ),
    "a file that cannot be called so": (
        told("{a/b: orders-db}"),
        [
            '37:85 workloads.storefront.secrets.a/b: the name "a/b", expected letters, digits, hyphens, dots and underscores; fix: rename the file'
        ],
    ),
    "a variable that cannot be called so": (
        told("{db-password: {key: orders-db, variable: true}}"),
        [
            (
                '37:85 workloads.storefront.secrets.db-password: the name "db-password", expected a variable\'s name: letters, digits and '
                "underscores, no digit first; fix: rename it, or leave variable out"
            )
        ],
    ),
    "a file that config has too": (
        told("{app.yaml: orders-db}", ", config: {app.yaml: a}"),
        [
            (
                "37:108 workloads.storefront.secrets.app.yaml: the file app.yaml, expected a file that config does not have; "
                "fix: rename one of the two"
            )
        ],
    ),
    "a variable that environment sets too": (
        told("{TOKEN: {key: token, variable: true}}", ", environment: {TOKEN: a}"),
        [
            (
                "37:110 workloads.storefront.secrets.TOKEN: the variable TOKEN, expected a variable that environment does not set; "
                "fix: take it out of one of the two"
            )
        ],
    ),
    "a name on one cloud alone": (
        told("{a: {aws: shop-a}}"),
        [
            (
                "37:85 workloads.storefront.secrets.a: no name, expected one in the store of Alibaba Cloud, where it runs; "
                "fix: write key: for both, or alicloud: its name there, or alicloud: none"
            )
        ],
    ),
    "a name nowhere": (
        told("{a: {key: a, aws: none, alicloud: none}}"),
        [
            "37:85 workloads.storefront.secrets.a: no name, expected one in the store of a cloud where it runs; fix: remove it",
        ],
    ),
    "a name for both where each has its own": (
        told("{a: {key: a, aws: b, alicloud: c}}"),
        [
            (
                "37:89 workloads.storefront.secrets.a.key: a name for both, expected none, since every cloud where it runs is told its own; "
                "fix: remove it"
            )
        ],
    ),
    "a name for a cloud where it does not run": (
        {
            SITES: "        sites: [jakarta]\n        versions",
            LINE: "storefront: {cluster: main, sites: [jakarta], replicas: {min: 2, max: 4}, secrets: {a: {key: a, alicloud: b}}}",
        },
        [
            (
                "37:103 workloads.storefront.secrets.a.alicloud: what is for Alibaba Cloud alone, expected none, since it does not run on "
                "Alibaba Cloud; fix: remove it"
            )
        ],
    ),
    "nobody who could read": (
        {
            SITES: "        issuer: false\n        aws: {identity: pod-identity}\n" + SITES,
            **told("{a: b}"),
        },
        [
            (
                "39:75 workloads.storefront.secrets: secrets, expected none in main, which has no OIDC issuer: External Secrets reads them as "
                "an account that the issuer vouches for, which Pod Identity cannot; fix: write issuer: true for main"
            ),
            (
                "39:75 workloads.storefront.secrets: secrets, expected none in main, which has no OIDC issuer: ack-secret-manager reads them "
                "as an account that the issuer vouches for; fix: write issuer: true for main"
            ),
        ],
    ),
}


@pytest.mark.parametrize(("edits", "expected"), CASES.values(), ids=CASES)
def test_a_fault_is_told_at_its_place(faults, edits, expected):
    assert faults(edits) == expected


def test_nothing_else_is_called_as_the_account_that_reads(faults):
    edits = told("{a: b}")
    edits[LINE] += "\n      storefront-reader: {cluster: main, sites: all, replicas: {min: 2, max: 4}}"
    releases = "".join(f"{name}: shop/x@sha256:{'0' * 64}\n" for name in ("storefront", "storefront-reader"))
    assert faults(edits, releases=releases) == [
        (
            '38:7 workloads.storefront-reader: the name "storefront-reader", expected another name: the account that reads the secrets of '
            "storefront has this one; fix: rename it"
        )
    ]


@pytest.mark.parametrize(
    ("secrets", "more", "expected"),
    [
        (
            "{a: {key: a, stage: previous, version: v1}}",
            "",
            (
                '37:97 workloads.storefront.secrets.a.stage: "previous", expected none beside a version; fix: leave the stage out; a version '
                "is one whatever its labels"
            ),
        ),
        (
            "{tls.key: {aws: {key: a, stage: previous, version: v1}, alicloud: none}}",
            "",
            (
                '37:109 workloads.storefront.secrets.tls.key.aws.stage: "previous", expected none beside a version; fix: leave the stage '
                "out; a version is one whatever its labels"
            ),
        ),
        (
            "{a: b}",
            ", secrets_every: 5s",
            "37:75 workloads.storefront.secrets_every: 5, expected a whole number, 30 to 86400; fix: choose a number between them",
        ),
    ],
)
def test_what_a_component_refuses_is_told_at_its_place(loaded, secrets, more, expected):
    with pytest.raises(EnvironmentFaults) as error:
        check(loaded(told(secrets, more)))
    assert str(error.value).replace("stacks/Pulumi.test.yaml:", "").split("\n") == [expected]
