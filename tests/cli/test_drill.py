"""`nusa drill` on a small stack: sites, and a name that they serve in Route 53."""

from __future__ import annotations

import json
import textwrap

import pytest

from tests.cli.conftest import Project

PROGRAM = """
    import pulumi
    import pulumi_aws as aws

    SITES = {
        "jakarta": {"cloud": "aws", "region": "ap-southeast-3", "zones": ["a", "b"], "country": "id"},
        "singapore": {"cloud": "aws", "region": "ap-southeast-1", "zones": ["a", "b"], "country": "sg"},
    }
    WWW = "www.shop.example"

    class Component(pulumi.ComponentResource):
        pass

    said = {"domain": "shop.example", "sites": SITES, "objectives": {"site": {"capacity": 100, "within": 60}}}
    root = Component("nusantara:index:Environment", "dev", said)
    below = pulumi.ResourceOptions(parent=root)
    zone = aws.route53.Zone("zone", name="shop.example", opts=below)

    def record(key, name, **more):
        aws.route53.Record(key, zone_id=zone.id, name=name, opts=below, **more)

    for name, told in SITES.items():
        site = Component("nusantara:index:Site", name, {}, below)
        provider = aws.Provider(name, region=told["region"], opts=pulumi.ResourceOptions(parent=site))
        inside = pulumi.ResourceOptions(parent=site, provider=provider)
        vpc = aws.ec2.Vpc(name, cidr_block="10.0.0.0/16", opts=inside)
        for place, letter in enumerate(told["zones"]):
            cidr = f"10.0.{place}.0/24"
            aws.ec2.Subnet(f"{name}-{letter}", vpc_id=vpc.id, cidr_block=cidr, availability_zone=told["region"] + letter, opts=inside)
        address = aws.ec2.Eip(name, domain="vpc", opts=inside)
        own = f"{name}.{WWW}"
        record(f"own-{name}", own, type="A", ttl=30, records=[address.public_ip])
        check = aws.route53.HealthCheck(
            name, type="TCP", fqdn=own, port=443, request_interval=10, failure_threshold=2, opts=below
        )
        record(
            name,
            WWW,
            type="CNAME",
            ttl=20,
            records=[own],
            set_identifier=name,
            health_check_id=check.id,
            weighted_routing_policies=[{"weight": 50}],
        )
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    root = tmp_path_factory.mktemp("shop")
    project = Project(root)
    project.write("__main__.py", textwrap.dedent(PROGRAM))
    done = project.nusa("up", "--yes", "--skip-preview")
    assert done.returncode == 0, done.stdout + done.stderr
    return project


def test_a_site_is_lost_and_comes_back(shop):
    done = shop.nusa("drill", "--lose", "jakarta")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Drill of dev: jakarta is lost:",
        "",
        "    0:00  ✗ jakarta (AWS in ap-southeast-3) is lost",
        "            4 of its objects are out of reach: every call is refused",
        "    0:30  ~ www.shop.example: 1 health check has turned, Route 53 answers singapore 100%",
        "    0:50  ✓ www.shop.example: the last answer kept from Route 53 has run out, nobody is led to jakarta",
        "            10s × 2 checks + 10s of waiting + a TTL of 20s = 50s",
        "    1:00  ~ objectives.site is due",
        "",
        "Promises:",
        "    kept      www.shop.example leads nobody to jakarta after 0:50, 1:00 promised",
    ]
    assert "aws fails in ap-southeast-3" in shop.nusa("clouds").stdout
    refused = shop.nusa("refresh", "--yes", "--skip-preview")
    assert refused.returncode != 0
    assert "aws does not answer in ap-southeast-3" in refused.stdout
    back = shop.nusa("drill", "--heal")
    assert back.returncode == 0
    assert back.stdout.splitlines()[-1].endswith("all is as before")
    assert "fails" not in shop.nusa("clouds").stdout


def test_a_promise_that_is_missed_has_an_exit_code(shop):
    done = shop.nusa("drill", "--lose", "aws", "--json")
    shop.nusa("clouds", "heal")
    assert done.returncode == 5
    told = json.loads(done.stdout)
    assert not told["kept"]
    assert [promise["rule"] for promise in told["promises"]] == ["one-dns"]
    assert told["lost"] == {"sites": ["jakarta", "singapore"], "clouds": ["aws"], "zones": {}, "left": [], "within": None}


def test_every_loss_in_turn_fails_nothing(shop):
    done = shop.nusa("drill")
    assert done.returncode == 5, "all of AWS is lost with its DNS"
    lines = done.stdout.splitlines()
    assert lines[3:6] == [
        "    jakarta              0:50      1:00         1",
        "    singapore            0:50      1:00         1",
        "    all of AWS           0:00                   1       1",
    ]
    assert "fails" not in shop.nusa("clouds").stdout


def test_a_page_of_a_runbook(shop):
    done = shop.nusa("drill", "--lose", "singapore/b", "--markdown")
    shop.nusa("drill", "--heal")
    assert done.stdout.startswith(
        "## Drill of dev: zone b of singapore is lost\n\n| after | what happens |\n| ---: | --- |\n| 0:00 |"
    )
    assert "- [x] www.shop.example is answered as before, 1:00 promised" in done.stdout.replace("&#46;", ".")


def test_what_the_program_declares_is_drilled_without_a_trace(shop):
    before = shop.nusa("clouds").stdout
    done = shop.nusa("drill", "--up", "--lose", "jakarta")
    assert done.returncode == 0, done.stderr
    assert "nobody is led to jakarta" in done.stdout
    assert shop.nusa("clouds").stdout == before


def test_a_state_of_another_engine_is_drilled_on_clouds_of_its_own(shop):
    export = shop.root / "export.json"
    export.write_text(shop.nusa("stack", "export").stdout)
    done = shop.nusa("drill", "--checkpoint", "export.json", "--lose", "jakarta")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[3].endswith("1 health check has turned, Route 53 answers singapore 100%")
    assert "fails" not in shop.nusa("clouds").stdout
    other = shop.nusa("drill", "-s", "other", "--checkpoint", "export.json")
    assert other.returncode == 2
    assert "export.json is the state of stack dev of project shop" in other.stderr


FAULTS = {
    "--lose jakatra": "given --lose jakatra, expected a site, a cloud that has one, or SITE/ZONE; fix: write jakarta",
    "--lose jakarta/z": "given --lose jakarta/z, expected a zone of jakarta: a, b; fix: write jakarta/a",
    "--lose alicloud": "given --lose alicloud, expected a site, a cloud that has one, or SITE/ZONE; fix: choose one of",
    "--lose jakarta --lose nowhere": "given --lose nowhere",
    "--lose jakarta --heal": "--lose and --heal cannot be used together",
    "--up --checkpoint x": "--checkpoint and --up cannot be used together",
    "--checkpoint nowhere.json": "nowhere.json: No such file or directory",
    "--heal": "nothing of dev is lost; fix: lose something with `nusa drill --lose SITE`",
    "--markdown": "--markdown is for one loss; fix: add --lose or --heal",
}


def test_what_cannot_be_drilled_fails_nothing(shop):
    for arguments, told in FAULTS.items():
        done = shop.nusa("drill", *arguments.split())
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"error: {told}")
    assert "fails" not in shop.nusa("clouds").stdout


def test_what_is_not_deployed_is_told_how_it_can_be_drilled(shop):
    shop.stack("empty")
    done = shop.nusa("drill", "-s", "empty", "--lose", "jakarta")
    assert done.returncode == 2
    assert done.stderr == "error: nothing of empty is deployed; fix: run `nusa up --stack empty` first, or add --up\n"
