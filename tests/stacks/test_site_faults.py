"""Each fault that a site and its network can have, with its exact text."""

from __future__ import annotations

import pytest

REGION = "ap-southeast-3\n        zones"

CASES = {
    "a cloud that does not exist": (
        {"cloud: alicloud": "cloud: alibaba"},
        ['16:9 sites.batam.cloud: "alibaba", expected aws or alicloud; fix: choose one of them'],
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
        ['12:9 sites.jakarta.country: "indonesia", expected two lower-case letters of ISO 3166, say id; fix: write its code'],
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
    "a boundary on Alibaba Cloud": (
        {"resource_group: rg-one": "boundary: nusantara-boundary"},
        ["20:57 sites.batam.account.boundary: a boundary, expected none, since RAM has no such policies; fix: remove it"],
    ),
    "service roles of ACK on AWS": (
        {"role: deploy}\n        network: {cidr: 10.32": "role: deploy, service_roles: true}\n        network: {cidr: 10.32"},
        ["13:53 sites.jakarta.account.service_roles: true, expected false, since EKS needs no such roles; fix: remove it"],
    ),
    "service roles of an account twice": (
        {
            "    clusters:\n": """\
      bintan:
        cloud: alicloud
        region: ap-southeast-5
        zones: [a, b]
        country: id
        account: {id: "5012345678901234", role: deploy, service_roles: true}
        network: {cidr: 10.38.0.0/16, pods: 10.39.0.0/16}
    clusters:
""",
            "resource_group: rg-one": "service_roles: true",
        },
        [
            "27:57 sites.bintan.account.service_roles: true, expected false, since batam makes the roles of account 5012345678901234; fix: remove it"
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
        ['6:5 address_space: "ten", expected a private IPv4 block, /12 to /18; fix: write an address and a size, say 10.32.0.0/12'],
    ),
    "an address space that leaves nothing to others": (
        {"10.32.0.0/12": "10.0.0.0/8"},
        ['6:5 address_space: "10.0.0.0/8", expected a private IPv4 block, /12 to /18; fix: write 10.0.0.0/12, say'],
    ),
    "a peer over a network": (
        {"    sites:\n      jakarta": "    peers: {office: 192.168.10.0/24, plant: 10.36.128.0/24}\n    sites:\n      jakarta"},
        [
            '7:38 peers.plant: "10.36.128.0/24", expected addresses apart from the sites\', and sites.batam.network.cidr is 10.36.0.0/16; fix: give the site a block elsewhere while it is new; what overlaps can never be joined'
        ],
    ),
    "a peer with host bits": (
        {"    sites:\n      jakarta": "    peers: {office: 192.168.10.7/24}\n    sites:\n      jakarta"},
        [
            '7:13 peers.office: "192.168.10.7/24", expected an IPv4 block, say 192.168.10.0/24; fix: write 192.168.10.0/24; the given address lies inside it'
        ],
    ),
    "a peer that is no block": (
        {"    sites:\n      jakarta": "    peers: {office: jakarta}\n    sites:\n      jakarta"},
        [
            '7:13 peers.office: "jakarta", expected an IPv4 block, say 192.168.10.0/24; fix: write an address and a size, say 10.32.0.0/24'
        ],
    ),
    "more blocks than Alibaba Cloud adds to a network": (
        {
            "pods: 10.37.0.0/16": "pods: 10.37.0.0/16, tiers: {"
            + ", ".join(f"t{slot}: {{like: data, slot: {slot}, cidr: 10.40.{slot * 32 - 96}.0/19}}" for slot in range(3, 8))
            + "}"
        },
        [
            "21:284 sites.batam.network.tiers.t7.cidr: the block of tier 5, expected at most 4 tiers with blocks of their own, since alicloud adds no more blocks to a network; fix: give it slot 1 or 2 and no block, or join it to another tier"
        ],
    ),
    "a NAT that does not exist": (
        {"pods: 10.33.0.0/16": "pods: 10.33.0.0/16, nat: per-zone"},
        ['14:59 sites.jakarta.network.nat: "per-zone", expected none, single or per_zone; fix: write per_zone'],
    ),
    "a NAT zone outside the site": (
        {"pods: 10.33.0.0/16": "pods: 10.33.0.0/16, nat_zone: c"},
        ['14:59 sites.jakarta.network.nat_zone: "c", expected a zone of the site: a or b; fix: choose one of them'],
    ),
}


@pytest.mark.parametrize(("edits", "told"), CASES.values(), ids=CASES)
def test_a_fault(faults, edits, told):
    assert faults(edits) == told


BESIDE = {
    "another environment over this one": (
        {"stacks/Pulumi.staging.yaml": "10.40.0.0/13"},
        [
            '6:5 address_space: "10.32.0.0/12", expected addresses of its own, and stacks/Pulumi.staging.yaml has 10.40.0.0/13; fix: choose a block apart from it, say 10.0.0.0/12'
        ],
    ),
    "two of them": (
        {"stacks/Pulumi.one.yaml": "10.0.0.0/10", "stacks/Pulumi.two.yaml": "10.47.0.0/16", "stacks/Pulumi.three.yaml": "nonsense"},
        [
            '6:5 address_space: "10.32.0.0/12", expected addresses of its own, and stacks/Pulumi.one.yaml has 10.0.0.0/10; fix: choose a block apart from it, say 10.64.0.0/12',
            '6:5 address_space: "10.32.0.0/12", expected addresses of its own, and stacks/Pulumi.two.yaml has 10.47.0.0/16; fix: choose a block apart from it, say 10.64.0.0/12',
        ],
    ),
}


@pytest.mark.parametrize(("neighbours", "told"), BESIDE.values(), ids=BESIDE)
def test_a_fault_with_what_lies_beside(faults, neighbours, told):
    assert faults({}, neighbours=neighbours) == told


def test_environments_beside_this_one_that_lie_elsewhere_are_none_of_its_business(loaded):
    assert loaded({}, neighbours={"stacks/Pulumi.staging.yaml": "10.16.0.0/12", "stacks/Pulumi.other.yaml": "10.0.0.1"})
