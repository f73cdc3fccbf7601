"""Each fault that the keys and values of an environment can have, with its exact text."""

from __future__ import annotations

import pytest

from stacks.environment.model import Environment
from stacks.environment.problems import listed

KNOWN = listed(sorted(Environment.model_fields))

CASES = {
    "an unknown key": (
        {"    tier: staging": "    tier: staging\n    colour: blue"},
        [f"4:5 colour: an unknown key, expected {KNOWN}; fix: remove it"],
    ),
    "a key of a later day": (
        {"    tier: staging": "    tier: staging\n    warehouse: {}"},
        [f"4:5 warehouse: an unknown key, expected {KNOWN}; fix: remove it"],
    ),
    "a misspelt key": (
        {"domain: shop": "domian: shop"},
        [
            f"4:5 domian: an unknown key, expected {KNOWN}; fix: write domain",
        ],
    ),
    "a misspelt key deep inside": (
        {"cidr: 10.36": "cdir: 10.36"},
        [
            "21:19 sites.batam.network.cdir: an unknown key, expected acls, adopt, alicloud, aws, cidr, data_acl, data_from, dhcp, endpoint_tiers, flow_logs, internet, ipv6, nat, nat_addresses, nat_zone, pinned, pods, tier_tags or tiers; fix: write cidr",
        ],
    ),
    "a missing key": (
        {'        country: id\n        account: {id: "1': '        account: {id: "1'},
        [
            "8:7 sites.jakarta.country: missing, expected the country that data stays in, two letters of ISO 3166; fix: write country: …",
        ],
    ),
    "an account missing outside development": (
        {'        account: {id: "111122223333", role: deploy}\n': ""},
        [
            "8:7 sites.jakarta.account: missing, expected the account that the site's resources are made in, in staging; fix: write its id and role",
        ],
    ),
    "a number for a text": (
        {'"111122223333"': "111122223333"},
        ['13:19 sites.jakarta.account.id: 111122223333, expected a string; fix: write "111122223333"'],
    ),
    "a text for a number": (
        {"min: 2, max: 6": 'min: "2", max: 6'},
        ['28:37 clusters.main.pools.general.capacity.autoscaled.min: "2", expected a whole number; fix: write 2'],
    ),
    "a text for a mapping": (
        {"{autoscaled: {min: 2, max: 6}}": "plenty"},
        [
            '28:13 clusters.main.pools.general.capacity: "plenty", expected a mapping; fix: write key: value, a line each, or {key: value}',
        ],
    ),
    "a text for a list": (
        {"types: [c7i.large]": "types: c7i.large"},
        [
            '35:64 fleets.transcoder.aws.types: "c7i.large", expected a list; fix: write ["c7i.large"]',
        ],
    ),
    "a mapping for a text": (
        {"domain: shop.example": "domain: {}"},
        ["4:5 domain: a mapping, expected a string; fix: write one text"],
    ),
    "nothing for a mapping": (
        {"tags: {owner: platform}": "tags:"},
        ["5:5 tags: nothing, expected a mapping; fix: write what belongs below it, or remove it"],
    ),
    "an empty list": (
        {"types: [c7i.large]": "types: []"},
        ["35:64 fleets.transcoder.aws.types: an empty list, expected one entry at least; fix: write one, or remove types"],
    ),
    "a tier that does not exist": (
        {"tier: staging": "tier: stagign"},
        ['3:5 tier: "stagign", expected development, staging or production; fix: write staging'],
    ),
    "a domain that is none": (
        {"shop.example": "Shop_Example"},
        [
            '4:5 domain: "Shop_Example", expected a DNS name in lower case, say shop.example; fix: write labels of letters, digits and hyphens, joined by dots',
        ],
    ),
    "a name that no cloud takes": (
        {"      batam:": "      Batam_1:"},
        [
            '15:7 sites.Batam_1: the name "Batam_1", expected 1 to 24 lower-case letters, digits and single hyphens, a letter first; fix: write batam-1'
        ],
    ),
    "a tag that a cloud keeps for itself": (
        {"{owner: platform}": "{aws:owner: platform}"},
        [
            '5:12 tags.aws:owner: "aws:owner", expected a key that begins with none of aws:, acs:, aliyun; fix: choose another key; the clouds keep these for themselves'
        ],
    ),
    "a time that CloudWatch does not keep logs for": (
        {"    tier: staging": "    tier: staging\n    log_retention_days: 10"},
        [
            "4:5 log_retention_days: 10, expected a time that both clouds keep logs for: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922 or 3288; fix: write 7"
        ],
    ),
    "a scalar that YAML 1.1 bends into a boolean": (
        {'country: id\n        account: {id: "5': 'country: no\n        account: {id: "5'},
        ['19:9 sites.batam.country: no without quotes, expected a value that every YAML reads alike; fix: write "no"'],
    ),
    "a version that loses its zero": (
        {'aws: "1.35"': "aws: 1.30"},
        ['25:20 clusters.main.versions.aws: 1.30 without quotes, expected a value that every YAML reads alike; fix: write "1.30"'],
    ),
    "a time of day that YAML 1.1 counts in minutes": (
        {"{owner: platform}": "{owner: platform, opens: 22:00}"},
        ['5:29 tags.opens: 22:00 without quotes, expected a value that every YAML reads alike; fix: write "22:00"'],
    ),
    "a key that YAML 1.1 bends": (
        {"{owner: platform}": "{on: platform}"},
        ['5:12 tags.on: the key on without quotes, expected a key that every YAML reads alike; fix: write "on":'],
    ),
    "a secret inside the environment": (
        {"{owner: platform}": "{owner: {secure: AAABAO1}}"},
        [
            "5:12 tags.owner: a secret, expected plain data, since secrets stand beside the environment; fix: write it under config, as nusantara:owner"
        ],
    ),
}


@pytest.mark.parametrize(("edits", "told"), CASES.values(), ids=CASES)
def test_a_fault(faults, edits, told):
    assert faults(edits) == told


def test_faults_of_every_kind_are_told_at_once_in_the_order_of_the_file(faults):
    told = faults(
        {
            "domain: shop": "domian: shop",
            'zones: [a, b]\n        country: id\n        account: {id: "1': 'zones: [a, q]\n        country: no\n        account: {id: "1',
            "cidr: 10.36.0.0/16": "cidr: 10.33.0.0/16",
            "[jakarta]": "[jakatra]",
            "storefront: {": "storefornt: {",
        }
    )
    assert [line.split(" ")[1].rstrip(":") for line in told] == [
        "domian",
        "sites.jakarta.zones",
        "sites.jakarta.zones[1]",
        "sites.jakarta.country",
        "sites.batam.network.cidr",
        "fleets.transcoder.sites[0]",
        "workloads.storefornt",
        "storefront",
    ]


def test_releases_are_checked_beside_the_environment(faults):
    digest = "0" * 64
    assert faults(releases=f"storefornt: shop/storefront@sha256:{digest}\n") == [
        "37:7 workloads.storefront: no release, expected its image by digest in stacks/releases/test.yaml; fix: add storefront: repository@sha256:… there",
        "stacks/releases/test.yaml:1:1 storefornt: a release of no workload or job, expected storefront; fix: write storefront",
    ]
    expected = "expected an image by digest, repository@sha256:<64 hexadecimal digits>"
    moves = "fix: take the digest that the tag has now; a tag may move"
    assert faults(releases="storefront: shop/storefront:v1\n") == [
        f'stacks/releases/test.yaml:1:1 storefront: "shop/storefront:v1", {expected}; {moves}'
    ]
    assert faults(releases="storefront: shop/storefront@sha256:12\n") == [
        f'stacks/releases/test.yaml:1:1 storefront: "shop/storefront@sha256:12", {expected}; fix: copy it from the registry'
    ]
    assert faults(releases="storefront:\n") == [
        f"stacks/releases/test.yaml:1:1 storefront: nothing, {expected}; fix: copy it from the registry"
    ]


def test_a_secret_hides_no_other_fault(faults):
    assert faults({"{owner: platform}": "{owner: {secure: AAABAO1}}", "domain: shop.example": "domain: shop"}, secret=True) == [
        '4:5 domain: "shop", expected a DNS name in lower case, say shop.example; fix: write labels of letters, digits and hyphens, joined by dots',
        "5:12 tags.owner: a secret, expected plain data, since secrets stand beside the environment; fix: write it under config, as nusantara:owner",
    ]
    assert faults(secret=True) == ["2:3 nusantara:environment: a secret, expected plain data; fix: let its secrets stand beside it"]
