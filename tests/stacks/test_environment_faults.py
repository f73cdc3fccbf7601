"""Each fault that an environment can have, with its exact text."""

from __future__ import annotations

import pytest

KNOWN = "address_space, clusters, deletion_protection, domain, fleets, log_retention_days, sites, tags, tier or workloads"
REGION = "ap-southeast-3\n        zones"

CASES = {
    "an unknown key": (
        {"    tier: staging": "    tier: staging\n    colour: blue"},
        [f"4:5 colour: an unknown key, expected {KNOWN}; fix: remove it"],
    ),
    "a key of a later day": (
        {"    tier: staging": "    tier: staging\n    objectives: {}"},
        [f"4:5 objectives: an unknown key, expected {KNOWN}; fix: remove it"],
    ),
    "a misspelt key": (
        {"domain: shop": "domian: shop"},
        [
            "2:3 domain: missing, expected the DNS name under which users come",
            f"4:5 domian: an unknown key, expected {KNOWN}; fix: write domain",
        ],
    ),
    "a misspelt key deep inside": (
        {"cidr: 10.36": "cdir: 10.36"},
        [
            "21:9 sites.batam.network.cidr: missing, expected the block for nodes, data and load balancers, a /16 to a /20 inside address_space",
            "21:19 sites.batam.network.cdir: an unknown key, expected cidr, nat, nat_zone or pods; fix: write cidr",
        ],
    ),
    "a missing key": (
        {'        country: id\n        account: {id: "1': '        account: {id: "1'},
        [
            "8:7 sites.jakarta.country: missing, expected the country that data stays in, two letters of ISO 3166",
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
        ['28:37 clusters.main.pools.general.capacity.autoscaled.min: "2", expected a whole number'],
    ),
    "a text for a mapping": (
        {"{autoscaled: {min: 2, max: 6}}": "plenty"},
        [
            '28:13 clusters.main.pools.general.capacity: "plenty", expected a mapping',
        ],
    ),
    "a text for a list": (
        {"types: [c7i.large]": "types: c7i.large"},
        [
            '35:64 fleets.transcoder.aws.types: "c7i.large", expected a list',
        ],
    ),
    "a mapping for a text": ({"domain: shop.example": "domain: {}"}, ["4:5 domain: a mapping, expected a string"]),
    "nothing for a mapping": ({"tags: {owner: platform}": "tags:"}, ["5:5 tags: nothing, expected a mapping"]),
    "an empty list": (
        {"types: [c7i.large]": "types: []"},
        ["35:64 fleets.transcoder.aws.types: an empty list, expected one entry at least"],
    ),
    "a tier that does not exist": (
        {"tier: staging": "tier: stagign"},
        ['3:5 tier: "stagign", expected development, staging or production; fix: write staging'],
    ),
    "a domain that is none": (
        {"shop.example": "Shop_Example"},
        [
            '4:5 domain: "Shop_Example", expected a DNS name in lower case, say shop.example',
        ],
    ),
    "a name that no cloud takes": (
        {"      batam:": "      Batam_1:"},
        [
            '15:7 sites.Batam_1: the name "Batam_1", expected 1 to 24 lower-case letters, digits and single hyphens, a letter first; fix: rename it'
        ],
    ),
    "a cloud that does not exist": (
        {"cloud: alicloud": "cloud: alibaba"},
        ['16:9 sites.batam.cloud: "alibaba", expected aws or alicloud'],
    ),
    "a region that its cloud lacks": (
        {REGION: "ap-southeast-33\n        zones"},
        ['10:9 sites.jakarta.region: "ap-southeast-33", expected a region of aws; fix: write ap-southeast-3'],
    ),
    "a region of the other cloud": (
        {REGION: "cn-hangzhou\n        zones"},
        ['10:9 sites.jakarta.region: "cn-hangzhou", expected a region of aws; fix: write cloud: alicloud'],
    ),
    "a zone that its region lacks": (
        {
            'zones: [a, b]\n        country: id\n        account: {id: "1': 'zones: [a, d]\n        country: id\n        account: {id: "1'
        },
        ['11:20 sites.jakarta.zones[1]: "d", expected a zone of ap-southeast-3: a, b or c; fix: choose one of them'],
    ),
    "no zone": (
        {
            'zones: [a, b]\n        country: id\n        account: {id: "1': 'zones: []\n        country: id\n        account: {id: "1'
        },
        ['11:9 sites.jakarta.zones: nothing, expected one zone letter at least; fix: write the zones in use, say ["a", "b", "c"]'],
    ),
    "a zone twice": (
        {
            'zones: [a, b]\n        country: id\n        account: {id: "1': 'zones: [a, a]\n        country: id\n        account: {id: "1'
        },
        ['11:9 sites.jakarta.zones: "a" twice, expected each zone once; fix: remove the second one'],
    ),
    "a country that is none": (
        {'country: id\n        account: {id: "1': 'country: indonesia\n        account: {id: "1'},
        ['12:9 sites.jakarta.country: "indonesia", expected two lower-case letters of ISO 3166, say id'],
    ),
    "an account of AWS badly formed": (
        {"111122223333": "11112222333"},
        [
            '13:19 sites.jakarta.account.id: "11112222333", expected the 12 digits of an account on aws; fix: copy the id from the account\'s console'
        ],
    ),
    "an account of Alibaba Cloud badly formed": (
        {"5012345678901234": "501234567890123x"},
        [
            '20:19 sites.batam.account.id: "501234567890123x", expected the 16 digits of an account on alicloud; fix: copy the id from the account\'s console'
        ],
    ),
    "a resource group on AWS": (
        {"role: deploy}\n        network: {cidr: 10.32": "role: deploy, resource_group: rg-two}\n        network: {cidr: 10.32"},
        [
            "13:53 sites.jakarta.account.resource_group: a resource group, expected none, since AWS has no such groups; fix: remove it"
        ],
    ),
    "networks over one another": (
        {"cidr: 10.36.0.0/16": "cidr: 10.33.0.0/16"},
        [
            '21:19 sites.batam.network.cidr: "10.33.0.0/16", expected addresses of its own, and sites.jakarta.network.pods is 10.33.0.0/16; fix: choose blocks that do not overlap'
        ],
    ),
    "pods inside their own network": (
        {"pods: 10.37.0.0/16": "pods: 10.36.128.0/17"},
        [
            '21:39 sites.batam.network.pods: "10.36.128.0/17", expected a block apart from cidr 10.36.0.0/16; fix: choose blocks that do not overlap'
        ],
    ),
    "a network outside the address space": (
        {"10.37.0.0/16": "10.64.0.0/16"},
        [
            '21:39 sites.batam.network.pods: "10.64.0.0/16", expected a block inside address_space 10.32.0.0/12; fix: choose a block inside address_space, or widen it'
        ],
    ),
    "a network that is too small": (
        {"10.36.0.0/16": "10.36.0.0/24"},
        ['21:19 sites.batam.network.cidr: "10.36.0.0/24", expected a private IPv4 block, /16 to /20; fix: write 10.36.0.0/20, say'],
    ),
    "a network that is no block": (
        {"10.36.0.0/16": "10.36.0.1/16"},
        [
            '21:19 sites.batam.network.cidr: "10.36.0.1/16", expected a private IPv4 block, /16 to /20; fix: write 10.36.0.0/16; the given address lies inside it'
        ],
    ),
    "an address space that is none": (
        {"10.32.0.0/12": "ten"},
        ['6:5 address_space: "ten", expected a private IPv4 block, /8 to /16; fix: write an address and a size, say 10.32.0.0/8'],
    ),
    "a NAT that does not exist": (
        {"pods: 10.33.0.0/16": "pods: 10.33.0.0/16, nat: per-zone"},
        ['14:59 sites.jakarta.network.nat: "per-zone", expected none, single or per_zone; fix: write per_zone'],
    ),
    "a NAT zone outside the site": (
        {"pods: 10.33.0.0/16": "pods: 10.33.0.0/16, nat_zone: c"},
        ['14:59 sites.jakarta.network.nat_zone: "c", expected a zone of the site: a or b; fix: choose one of them'],
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
    "min above max": (
        {"min: 2, max: 6": "min: 9, max: 6"},
        [
            "28:37 clusters.main.pools.general.capacity.autoscaled.min: 9, expected at most max, which is 6; fix: lower min or raise max"
        ],
    ),
    "an initial number outside its bounds": (
        {"min: 2, max: 6": "min: 2, max: 6, initial: 7"},
        [
            "28:53 clusters.main.pools.general.capacity.autoscaled.initial: 7, expected 2 to 6; fix: choose a number between min and max, or leave initial out to start with min"
        ],
    ),
    "a negative number": (
        {"min: 2, max: 6": "min: -1, max: 6"},
        ["28:37 clusters.main.pools.general.capacity.autoscaled.min: -1, expected a whole number, 0 or more"],
    ),
    "two kinds of capacity": (
        {"{fixed: 2}": "{fixed: 2, autoscaled: {min: 1, max: 2}}"},
        [
            "34:9 fleets.transcoder.capacity: both autoscaled and fixed, expected one of them; fix: write autoscaled: {min: 2, max: 6}, or fixed: 2"
        ],
    ),
    "no kind of capacity": (
        {"{fixed: 2}": "{}"},
        [
            "34:9 fleets.transcoder.capacity: neither autoscaled nor fixed, expected one of them; fix: write autoscaled: {min: 2, max: 6}, or fixed: 2"
        ],
    ),
    "min above max of replicas": (
        {"{min: 2, max: 4}": "{min: 5, max: 4}"},
        ["37:58 workloads.storefront.replicas.min: 5, expected at most max, which is 4; fix: lower min or raise max"],
    ),
    "a share above the whole": (
        {"capacity: {autoscaled": "spot: 140%\n            capacity: {autoscaled"},
        ['28:13 clusters.main.pools.general.spot: "140%", expected a percentage, 0% to 100%'],
    ),
    "a share without its sign": (
        {"capacity: {autoscaled": "spot: 40\n            capacity: {autoscaled"},
        ["28:13 clusters.main.pools.general.spot: 40, expected a percentage, 0% to 100%"],
    ),
    "a site that does not exist": (
        {"[jakarta]": "[jakatra]"},
        ['33:17 fleets.transcoder.sites[0]: "jakatra", expected jakarta or batam; fix: write jakarta'],
    ),
    "a site twice": (
        {"[jakarta]": "[jakarta, jakarta]"},
        ['33:26 fleets.transcoder.sites[1]: "jakarta" a second time, expected each site once; fix: remove one'],
    ),
    "sites that are neither all nor a list": (
        {"[jakarta]": "jakarta"},
        ['33:9 fleets.transcoder.sites: "jakarta", expected all, or a list of sites; fix: write all, or the names in brackets'],
    ),
    "a cluster that does not exist": (
        {"cluster: main": "cluster: mian"},
        ['37:20 workloads.storefront.cluster: "mian", expected main; fix: write main'],
    ),
    "a workload where its cluster is not": (
        {
            "        sites: all\n        versions": "        sites: [jakarta]\n        versions",
            "main, sites: all": "main, sites: [batam]",
        },
        [
            '37:43 workloads.storefront.sites[0]: "batam", expected a site of the cluster main: jakarta; fix: add it to the cluster main'
        ],
    ),
    "a fleet that is called as a cluster": (
        {"      transcoder:": "      main:"},
        ['32:7 fleets.main: the name "main", expected a name of its own, and a cluster has this one; fix: rename the fleet'],
    ),
    "a cloud without instance types": (
        {"            alicloud: {types: [ecs.g7.large]}\n": ""},
        [
            "27:11 clusters.main.pools.general.alicloud: missing, expected what differs on alicloud, where there is a site; fix: write alicloud: with its types"
        ],
    ),
    "a cloud without a version": (
        {', alicloud: "1.35.7-aliyun.1"': ""},
        [
            '25:9 clusters.main.versions.alicloud: missing, expected the Kubernetes version on alicloud, where the cluster has a site; fix: write alicloud: "1.35.7-aliyun.1"'
        ],
    ),
    "a version of the other cloud": (
        {'aws: "1.35"': 'aws: "1.35.7-aliyun.1"'},
        [
            '25:20 clusters.main.versions.aws: "1.35.7-aliyun.1", expected a Kubernetes version as aws spells it; fix: write "1.35", say'
        ],
    ),
    "a region without an image": (
        {"{ap-southeast-3: ami": "{ap-southeast-1: ami"},
        [
            "35:15 fleets.transcoder.aws.images.ap-southeast-3: missing, expected the machine image in ap-southeast-3, where the fleet has a site; fix: write ap-southeast-3: ami-0a1b2c3d4e5f67890, say"
        ],
    ),
    "an image that moves": (
        {"ami-0a1b2c3d4e5f67890": "latest"},
        [
            '35:24 fleets.transcoder.aws.images.ap-southeast-3: "latest", expected the id of an image on aws, say ami-0a1b2c3d4e5f67890; fix: write its id, not its name'
        ],
    ),
    "a public endpoint for everyone": (
        {"        versions": "        endpoint: public\n        versions"},
        [
            "23:7 clusters.main.public_cidrs: missing, expected the blocks that may reach a public endpoint; fix: list them, or write endpoint: private"
        ],
    ),
    "blocks beside a private endpoint": (
        {"        versions": "        public_cidrs: [203.0.113.0/24]\n        versions"},
        [
            "25:9 clusters.main.public_cidrs: blocks beside a private endpoint, expected none; fix: remove them, or write endpoint: public"
        ],
    ),
    "an amount that Kubernetes does not know": (
        {"{min: 2, max: 4}": "{min: 2, max: 4}, memory: much"},
        ['37:75 workloads.storefront.memory: "much", expected a Kubernetes quantity, say 250m or 512Mi'],
    ),
    "a port that does not exist": (
        {"{min: 2, max: 4}": "{min: 2, max: 4}, port: 99999"},
        ["37:75 workloads.storefront.port: 99999, expected a whole number, 65535 or less"],
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
    "what is written for a site that the cluster does not have on Alibaba Cloud": (
        {
            'versions: {aws: "1.35", alicloud: "1.35.7-aliyun.1"}': 'versions: {aws: "1.35", alicloud: "1.35.7-aliyun.1"}\n'
            "        alicloud: {certificate_authorities: {batma: Q0E=}, secrets_keys: {jakarta: key-1}}"
        },
        [
            (
                "26:46 clusters.main.alicloud.certificate_authorities.batma: the site batma, expected a site of the cluster on Alibaba "
                "Cloud: batam; fix: write batam"
            ),
            (
                "26:75 clusters.main.alicloud.secrets_keys.jakarta: the site jakarta, expected a site of the cluster on Alibaba Cloud: "
                "batam; fix: remove it"
            ),
        ],
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
        "domain",
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
        "stacks/releases/test.yaml:1:1 storefornt: a release of no workload, expected storefront; fix: write storefront",
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
        '4:5 domain: "shop", expected a DNS name in lower case, say shop.example',
        "5:12 tags.owner: a secret, expected plain data, since secrets stand beside the environment; fix: write it under config, as nusantara:owner",
    ]
    assert faults(secret=True) == ["2:3 nusantara:environment: a secret, expected plain data; fix: let its secrets stand beside it"]
