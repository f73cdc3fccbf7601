"""`nusa addresses`: the plan of an environment, as it is read from its files alone."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import ROOT, Project, environment
from tests.support.pages import example, not_printed


@pytest.fixture
def shop(tmp_path):
    """A project with this one's environments, and no program."""
    shutil.copytree(ROOT / "stacks", tmp_path / "stacks", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (tmp_path / "stacks").mkdir(exist_ok=True)
    project = Project.__new__(Project)
    project.root = tmp_path
    project.write("Pulumi.yaml", "name: nusantara\nruntime: python\nstackConfigDir: stacks\n")
    return project


def edit(project: Project, stack: str, old: str, new: str) -> None:
    file = project.root / "stacks" / f"Pulumi.{stack}.yaml"
    text = file.read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))


def test_the_plan_of_an_environment(shop):
    done = shop.nusa("addresses", "-s", "production")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "10.32.0.0/12 of production: 1,048,576 addresses"
    assert "jakarta-aws              a     public                   10.32.16.0/22                      1,019      9   1%" in lines
    assert "pods 10.33.0.0/16        a     pods                     10.33.0.0/19                       8,187  2,313  28%" in lines
    assert lines[-2:] == [
        "Next site: cidr 10.44.0.0/16, pods 10.45.0.0/16; 10.46.0.0/15 stays beside them for tiers to come",
        "Beside it: stacks/Pulumi.development.yaml 10.0.0.0/12, stacks/Pulumi.staging.yaml 10.16.0.0/12",
    ]
    assert "\x1b" not in done.stdout, "colours are for terminals"


def test_what_the_readme_shows_is_what_is_printed(shop):
    for command in (
        "addresses -s production",
        "addresses -s production --free   # the next site's blocks, to be pasted",
        "addresses -s production --peer office=10.36.128.0/24   # exit code 1",
    ):
        printed = shop.nusa(*command.partition("#")[0].split()).stdout
        assert not_printed(example("README.md", f"nusa {command}"), printed) == ""


def test_on_a_terminal_it_is_coloured(shop):
    assert "\x1b[" in shop.nusa("addresses", "-s", "production", "--color", "always").stdout


def test_as_json_it_adds_up(shop):
    plan = json.loads(shop.nusa("addresses", "-s", "staging", "--json").stdout)
    space = plan["addressSpace"]
    assert space["used"] + space["kept"] + space["elsewhere"] + space["free"] == space["addresses"] == 1 << 20
    site = plan["sites"]["jakarta-alicloud"]
    assert site["used"] + site["kept"] == site["addresses"] == 1 << 17
    assert sum(growth["addresses"] for growth in site["growth"]) == site["kept"]
    assert site["subnets"][0] == {"zone": "a", "tier": "public", "block": "10.20.16.0/22", "usable": 1020, "needed": 9, "ipv6": 0}
    assert plan["next"] == {"cidr": "10.24.0.0/16", "pods": "10.25.0.0/16", "room": ["10.26.0.0/15"]}


def test_blocks_for_the_next_site_can_be_pasted(shop):
    printed = shop.nusa("addresses", "-s", "staging", "--free").stdout
    network = yaml.safe_load(printed)["network"]
    assert network == {"cidr": "10.24.0.0/16", "pods": "10.25.0.0/16"}
    edit(shop, "staging", "transcoder:\n        sites: all", "transcoder:\n        sites: [jakarta-aws, jakarta-alicloud]")
    site = f"""\
      singapore-aws:
        cloud: aws
        region: ap-southeast-1
        zones: [a, b, c]
        country: sg
        account: {{id: "222233334444", role: nusantara-deploy}}
        {printed.splitlines()[1]}
    clusters:
"""
    edit(shop, "staging", "    clusters:\n", site)
    after = json.loads(shop.nusa("addresses", "-s", "staging", "--json").stdout)
    assert after["sites"]["singapore-aws"]["blocks"] == network
    assert after["next"]["cidr"] == "10.28.0.0/16"


def test_peers_of_the_file_and_services_are_kept_out_of_what_is_proposed(shop):
    edit(shop, "staging", "    sites:\n", "    peers: {office: 10.24.7.0/24}\n    sites:\n")
    plan = json.loads(shop.nusa("addresses", "-s", "staging", "--json").stdout)
    assert plan["next"]["cidr"] == "10.28.0.0/16"
    assert plan["elsewhere"] == [{"what": "peers.office", "block": "10.24.7.0/24", "addresses": 256}]
    assert [(peer["name"], peer["collides"], peer["inSpace"]) for peer in plan["peers"]] == [("office", [], True)]

    edit(shop, "development", "address_space: 10.0.0.0/12", "address_space: 172.16.0.0/12")
    edit(shop, "development", "cidr: 10.4.0.0/20, pods: 10.5.0.0/18", "cidr: 172.16.0.0/20, pods: 172.17.0.0/18")
    plan = json.loads(shop.nusa("addresses", "-s", "development", "--json").stdout)
    assert plan["elsewhere"] == [{"what": "clusters.main.service_cidr", "block": "172.20.0.0/16", "addresses": 65536}]
    assert plan["next"]["cidr"] == "172.24.0.0/16"


def test_ranges_that_collide_end_it_with_another_code(shop):
    apart = shop.nusa("addresses", "-s", "production", "--peer", "office=192.168.10.0/24", "--peer", "other=10.46.0.0/24")
    assert apart.returncode == 0
    assert "Peer office 192.168.10.0/24: collides with nothing here\n" in apart.stdout
    assert "Peer other 10.46.0.0/24: collides with no site, but lies in 10.32.0.0/12;" in apart.stdout

    done = shop.nusa("addresses", "-s", "production", "--peer", "plant=10.36.128.0/24", "--peer", "office=192.168.10.0/24")
    assert done.returncode == 1
    assert "Peer plant 10.36.128.0/24: collides with sites.jakarta-alicloud.network.cidr 10.36.0.0/16\n" in done.stdout
    assert "Peer office 192.168.10.0/24: collides with nothing here\n" in done.stdout

    beside = shop.nusa("addresses", "-s", "production", "--peer", "plant=10.36.128.0/24", "--free")
    assert (beside.returncode, beside.stdout.splitlines()[1]) == (1, "network: {cidr: 10.44.0.0/16, pods: 10.45.0.0/16}")
    assert beside.stderr == "error: plant 10.36.128.0/24 collides with sites.jakarta-alicloud.network.cidr 10.36.0.0/16\n"


def test_another_environment_is_told_by_its_file(shop):
    done = shop.nusa("addresses", "-s", "production", "--peer", "theirs=10.16.0.0/16")
    assert (done.returncode, done.stdout.splitlines()[-2]) == (
        0,
        "Peer theirs 10.16.0.0/16: lies over the address space of stacks/Pulumi.staging.yaml",
    )


def test_ranges_that_are_none_are_told_at_once(shop):
    done = shop.nusa("addresses", "-s", "production", *(f"--peer={text}" for text in ("a=10.0.0.1/8", "b", "c=ten", "=10.0.0.0/8")))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "error: given --peer 'a=10.0.0.1/8', expected a name of its own and an IPv4 block; fix: write a=10.0.0.0/8\n"
        "error: given --peer 'b', expected a name of its own and an IPv4 block, say office=192.168.10.0/24\n"
        "error: given --peer 'c=ten', expected a name of its own and an IPv4 block, say office=192.168.10.0/24\n"
        "error: given --peer '=10.0.0.0/8', expected a name of its own and an IPv4 block; fix: write office=10.0.0.0/8\n"
    )


def test_a_peer_that_the_file_names_already(shop):
    edit(shop, "staging", "    sites:\n", "    peers: {office: 192.168.0.0/24}\n    sites:\n")
    done = shop.nusa("addresses", "-s", "staging", "--peer", "office=10.99.0.0/16")
    told = "error: given --peer office, which is a peer of staging already; fix: give it another name\n"
    assert (done.returncode, done.stderr) == (2, told)


def test_an_unknown_stack(shop):
    done = shop.nusa("addresses", "-s", "prodution")
    assert (done.returncode, done.stdout) == (6, "")
    assert done.stderr == "error: no stack named 'prodution' found; fix: did you mean 'production'?\n"


def test_a_faulty_environment(shop):
    edit(shop, "production", "cidr: 10.36.0.0/16", "cidr: 10.36.4.0/16")
    edit(shop, "production", "min: 12, max: 300", "min: 12, max: 30000")
    done = shop.nusa("addresses", "-s", "production")
    assert (done.returncode, done.stdout) == (2, "")
    told = done.stderr.splitlines()
    assert len(told) == 3
    lines = (shop.root / "stacks" / "Pulumi.production.yaml").read_text().splitlines()
    first, second = (
        f"{number}:{line.index(written) + 1}"
        for written in ("pods: 10.33.0.0/16", "cidr: 10.36.4.0/16")
        for number, line in enumerate(lines, 1)
        if written in line
    )
    pods, cidr = told[0], told[1]
    assert pods.startswith(f'stacks/Pulumi.production.yaml:{first} sites.jakarta-aws.network.pods: "10.33.0.0/16", expected 20,8')
    assert cidr.startswith(f'stacks/Pulumi.production.yaml:{second} sites.jakarta-alicloud.network.cidr: "10.36.4.0/16", expected')
    assert not list(Path(shop.root).glob(".nusa")), "nothing is written"


def test_a_stack_that_is_no_environment(project):
    done = project.nusa("addresses", "-s", "dev")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nusantara:environment: nothing, expected an environment" in done.stderr


def test_no_room_for_a_further_site(shop):
    edit(shop, "development", "address_space: 10.0.0.0/12", "address_space: 10.4.0.0/15")
    edit(shop, "development", "cidr: 10.4.0.0/20, pods: 10.5.0.0/18", "cidr: 10.4.0.0/16, pods: 10.5.0.0/16")
    assert "Next site: no room is left for one" in shop.nusa("addresses", "-s", "development").stdout
    done = shop.nusa("addresses", "-s", "development", "--free")
    assert (done.returncode, done.stderr) == (2, "error: no room for a site is left in 10.4.0.0/15 of development\n")


def test_neither_the_program_nor_its_sdk_is_loaded(shop):
    (shop.root / "__main__.py").write_text("raise RuntimeError('run')\n")
    code = (
        "import sys; sys.argv = ['nusa', 'addresses', '-s', 'production']\n"
        "from cli.main import main\n"
        "try: main()\n"
        "except SystemExit as end: print(end.code, sorted(name for name in sys.modules if name.startswith(('pulumi', 'grpc'))))"
    )
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, cwd=shop.root, env=environment({}), capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 []"
