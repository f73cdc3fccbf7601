"""Each fault that clusters, fleets and workloads can have, with its exact text."""

from __future__ import annotations

import pytest

CASES = {
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
        ["28:37 clusters.main.pools.general.capacity.autoscaled.min: -1, expected a whole number, 0 or more; fix: write 0 or more"],
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
        ['28:13 clusters.main.pools.general.spot: "140%", expected a percentage, 0% to 100%; fix: write it like 40%'],
    ),
    "a share without its sign": (
        {"capacity: {autoscaled": "spot: 40\n            capacity: {autoscaled"},
        ["28:13 clusters.main.pools.general.spot: 40, expected a percentage, 0% to 100%; fix: write 40%"],
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
        ['37:75 workloads.storefront.memory: "much", expected a Kubernetes quantity; fix: write it like 250m or 512Mi'],
    ),
    "a port that does not exist": (
        {"{min: 2, max: 4}": "{min: 2, max: 4}, port: 99999"},
        ["37:75 workloads.storefront.port: 99999, expected a whole number, 65535 or less; fix: write 65535 or less"],
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
}


@pytest.mark.parametrize(("edits", "told"), CASES.values(), ids=CASES)
def test_a_fault(faults, edits, told):
    assert faults(edits) == told
