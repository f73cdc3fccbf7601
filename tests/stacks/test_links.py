"""Links as an environment says them: whose secrets their keys are, what they leave alone, and each fault at its place."""

from __future__ import annotations

import pulumi
import pytest

from stacks.environment import EnvironmentFaults
from stacks.topology import build
from tests.stacks.conftest import source
from tests.support.linked import LINK, ON_ALICLOUD, ON_AWS, plan, text
from tests.support.mocks import changes, record
from tests.support.walking import answers

ALARMS = {"jakarta": "alarms: [arn:aws:sns:ap-southeast-3:111122223333:on-call]", "batam": "alarms: [on-call]"}


def faults(whole: str) -> list[str]:
    with pytest.raises(EnvironmentFaults) as refusal:
        source(whole, releases="").loaded()
    return [str(fault).removeprefix("stacks/Pulumi.test.yaml:") for fault in refusal.value.faults]


@pytest.fixture(scope="module")
def before():
    return plan(text())


CASES = {
    "a site that does not exist": (
        {"links": "      - {between: [jakarta, batm]}\n"},
        ['8:29 links[0].between[1]: "batm", expected a site of this environment: jakarta or batam; fix: write batam'],
    ),
    "a site like no other": (
        {"links": "      - {between: [jakarta, tokyo]}\n"},
        ['8:29 links[0].between[1]: "tokyo", expected a site of this environment: jakarta or batam; fix: choose one of them'],
    ),
    "a site with itself": (
        {"links": "      - {between: [batam, batam]}\n"},
        ["8:27 links[0].between[1]: batam a second time, expected two different sites; fix: name another site"],
    ),
    "a pair twice": (
        {"links": f"{LINK}      - {{between: [batam, jakarta], tiers: [private, data]}}\n"},
        [
            (
                "9:10 links[1].between: batam and jakarta a second time, expected each pair once; "
                "fix: remove one, or leave the pair out of the other"
            )
        ],
    ),
    "a pair of one": (
        {"links": "      - {between: [jakarta]}\n"},
        ["8:10 links[0].between: one site, expected two sites; fix: write an entry for each pair, or mesh"],
    ),
    "nobody": (
        {"links": "      - {tiers: [private]}\n"},
        [
            (
                "8:9 links[0]: neither between, hub nor mesh, expected one of between, hub and mesh; "
                "fix: write between: [jakarta-aws, jakarta-alicloud], say"
            )
        ],
    ),
    "a tier that does not exist": (
        {"links": "      - {between: [jakarta, batam], tiers: [private, dat]}\n"},
        [
            '8:54 links[0].tiers[1]: "dat", expected a tier that batam and jakarta have: public, private, data or pods; fix: write data',
        ],
    ),
    "more than a gateway carries": (
        {"links": "      - {between: [jakarta, batam], mbps: 2000}\n"},
        [
            (
                "8:37 links[0].mbps: 2000, expected 1000 at most, what a VPN gateway on Alibaba Cloud carries; "
                "fix: write 1000; a gateway carries no more"
            )
        ],
    ),
    "no step of a gateway's": (
        {"links": "      - {between: [jakarta, batam], mbps: 300}\n"},
        [
            (
                "8:37 links[0].mbps: 300, expected a step of VPN gateways on Alibaba Cloud: 5, 10, 20, 50, 100, 200, 500 or 1000; "
                "fix: write 200"
            )
        ],
    ),
    "other tiers at one gateway on AWS": (
        {"links": f"{LINK}      - {{between: [jakarta, abc]}}\n", "more": ON_ALICLOUD},
        [
            (
                "9:9 links[1].tiers: private, pods, expected private, data, as the other VPN of jakarta has, since the two share a "
                "gateway; fix: name the same tiers, or write via: transit"
            )
        ],
    ),
    "other bandwidths at one gateway on Alibaba Cloud": (
        {"links": f"{LINK}      - {{between: [abc, batam], mbps: 500}}\n", "more": ON_AWS},
        [
            (
                "9:33 links[1].mbps: 500, expected 200, as the other VPN of batam has, since the two share a gateway; "
                "fix: write the same at both; it is what the gateway carries for all"
            )
        ],
    ),
    "one secret for two tunnels": (
        {"links": "      - {between: [jakarta, batam], keys: {tunnel1: key, tunnel2: key}}\n"},
        ['8:58 links[0].keys.tunnel2: "key" a second time, expected a secret for each tunnel; fix: name another key'],
    ),
    "a fifth tunnel": (
        {"links": "      - {between: [jakarta, batam], keys: {tunnel5: key}}\n"},
        [
            "8:44 links[0].keys.tunnel5: an unknown key, expected tunnel1, tunnel2, tunnel3 or tunnel4; fix: write tunnel4",
        ],
    ),
    "equal ASNs": (
        {"of": {"jakarta": "asn: 4200664576"}},
        [
            (
                "17:9 sites.jakarta.asn: 4200664576, as batam has, expected an ASN of its own: a site drops routes that name its own; "
                "fix: remove asn from one of them: its own follows from its addresses"
            )
        ],
    ),
    "a public ASN": (
        {"of": {"jakarta": "asn: 13335"}},
        [
            (
                "17:9 sites.jakarta.asn: 13335, expected a private ASN: 64512 to 65534, or 4200000000 to 4294967294; "
                "fix: remove it: the site's own follows from its addresses"
            )
        ],
    ),
    "equal numbers": (
        {"of": {"jakarta": "link_number: 16"}},
        [
            (
                "17:9 sites.jakarta.link_number: 16, as batam has, expected a number of its own; "
                "fix: write 0, which no site has, before the first update"
            )
        ],
    ),
    "zones of another site": (
        {"of": {"batam": "link_zones: [a, d]"}},
        ["24:9 sites.batam.link_zones: a list, expected two zones of the site: a, b; fix: choose two of them"],
    ),
    "a region with one zone for gateways": (
        {"links": "      - {between: [abc, jakarta]}\n", "more": ON_ALICLOUD.replace("ap-southeast-1", "ap-southeast-7")},
        [
            (
                "12:9 sites.abc.region: ap-southeast-7, expected a region where a VPN gateway on Alibaba Cloud stands in two zones: here it "
                "has one for them; fix: leave abc out of links with AWS"
            )
        ],
    ),
    "an alarm in another region": (
        {"of": {"jakarta": 'alarms: ["arn:aws:sns:ap-southeast-1:111122223333:on-call"]'}},
        [
            (
                '17:18 sites.jakarta.alarms[0]: "arn:aws:sns:ap-southeast-1:111122223333:on-call", expected the ARN of an SNS topic in '
                "ap-southeast-3, since alarms reach no other region; fix: write arn:aws:sns:ap-southeast-3:<account>:<topic>"
            )
        ],
    ),
    "overlapping networks": (
        {"more": ON_AWS.replace("10.40.", "10.36.64.").replace(".0.0/16, pods", ".0/20, pods"), "links": "      - {mesh: all}\n"},
        [
            (
                '30:19 sites.batam.network.cidr: "10.36.0.0/16", expected addresses of its own, and sites.abc.network.cidr is 10.36.64.0/20; '
                "fix: choose blocks that do not overlap"
            )
        ],
    ),
    "one network twice, whose number and ASN are then alike too": (
        {"more": ON_AWS.replace("10.40.", "10.36.").replace("10.41.", "10.38."), "links": "      - {mesh: all}\n"},
        [
            (
                '30:19 sites.batam.network.cidr: "10.36.0.0/16", expected addresses of its own, and sites.abc.network.cidr is 10.36.0.0/16; '
                "fix: choose blocks that do not overlap"
            )
        ],
    ),
}


@pytest.mark.parametrize(("change", "expected"), CASES.values(), ids=CASES)
def test_a_fault_is_told_where_it_stands(change, expected):
    assert faults(text(**change)) == expected


def test_vpns_of_a_site_on_alibaba_cloud_may_differ_in_tiers_since_routes_there_are_written_link_by_link():
    found = plan(text(f"{LINK}      - {{between: [abc, batam]}}\n", more=ON_AWS))
    routes = [each.inputs for each in found.of("alicloud:vpc/routeEntry:RouteEntry") if each.inputs["nexthopType"] == "VpnGateway"]
    from_data = {each["destinationCidrblock"] for each in routes if each["routeTableId"] == "id-of-batam-data"}
    assert from_data == {"10.32.0.0/16"}
    assert {each["destinationCidrblock"] for each in routes} == {"10.32.0.0/16", "10.40.0.0/16", "10.41.0.0/16"}


def test_in_production_tunnels_alarm_someone():
    whole = text().replace("tier: staging", "tier: production")
    assert [each for each in faults(whole) if "alarms" in each] == [
        "10:7 sites.jakarta.alarms: missing, expected where alarms of its tunnels go, in production; fix: write alarms: [an SNS topic]",
        "17:7 sites.batam.alarms: missing, expected where alarms of its tunnels go, in production; fix: write alarms: [a contact group]",
    ]
    heard = text(of=ALARMS).replace("tier: staging", "tier: production")
    assert source(heard, releases="").loaded().environment.sites["batam"].alarms == ("on-call",)


class TestKeys:
    LINKS = "      - {between: [jakarta, batam], keys: {tunnel3: third-key}}\n"

    def planned(self, value: str = "", *, secret: bool = True):
        """The plan where the configuration holds a key."""

        def program() -> None:
            full = f"{pulumi.get_project()}:third-key"
            pulumi.runtime.set_all_config({full: value} if value else {}, [full] if secret else [])
            build(source(text(self.LINKS), releases="").loaded())

        return record(program, stack="test", outputs=answers)

    def refused(self, value: str = "", *, secret: bool = True) -> list[str]:
        with pytest.raises(EnvironmentFaults) as refusal:
            self.planned(value, secret=secret)
        return [str(fault).removeprefix("stacks/Pulumi.test.yaml:") for fault in refusal.value.faults]

    def test_one_that_is_not_configured_is_told_with_the_command(self):
        assert self.refused() == [
            (
                '8:44 links[0].keys.tunnel3: "third-key", which is not configured, expected the configuration key of a secret; '
                "fix: write it with pulumi config set --secret third-key"
            )
        ]

    def test_one_that_is_no_secret_is_told(self):
        assert '"third-key", which is plain text' in self.refused("a.key.of.ours", secret=False)[0]

    def test_one_that_aws_would_refuse_is_told_by_its_name_alone(self):
        (told,) = self.refused("0-short")
        assert '"third-key", whose value is none, expected a key of 8 to 64 letters' in told
        assert "0-short" not in told

    def test_one_that_is_sound_is_its_tunnels(self):
        found = self.planned("a.key.of.ours")
        given = found.one("aws:ec2/vpnConnection:VpnConnection", "batam--jakarta-slave").inputs
        assert "tunnel1PresharedKey" in given
        assert "tunnel2PresharedKey" not in given


def test_a_further_site_with_a_link_touches_nothing_of_another_link(before):
    linked = f"{LINK}      - {{between: [abc, batam], tiers: [private, data]}}\n"
    edit = changes(before, plan(text(linked, more=ON_AWS)))
    assert edit.removed == set()
    # The ACL before the data tier that is linked with one more site, and no more.
    assert edit.changed == {"NetworkAcl batam-data"}
    assert {name.split()[0] for name in edit.added if "abc--batam" in name} >= {"Connection", "VpnConnection", "CustomerGateway"}


def test_no_site_waits_for_what_joins_it(before):
    joining = {each.urn for each in before.values() if "multicloud" in each.urn or "--links" in each.urn}
    for each in before.values():
        if each.urn not in joining and not each.urn.endswith("::test"):
            assert not joining & each.dependencies, each.urn


def test_what_carries_a_link_is_told():
    def program() -> None:
        pulumi.export("links", build(source(text(), releases="").loaded()).outputs["links"])

    assert record(program, stack="test", outputs=answers).exports["links"]["batam--jakarta"] == {
        "via": "vpn",
        "paths": {
            "tunnel1": "tunnel1-batam--jakarta-master",
            "tunnel2": "tunnel2-batam--jakarta-master",
            "tunnel3": "tunnel1-batam--jakarta-slave",
            "tunnel4": "tunnel2-batam--jakarta-slave",
        },
    }
    assert record(program, stack="test", outputs=answers, preview=True).exports["links"]["batam--jakarta"]["via"] == "vpn"
