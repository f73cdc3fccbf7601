"""The store: one file, shared by processes that work at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import simulator
from simulator.store import SEAL, Store, store_at, unseal
from simulator.values import Secret

ROOT = Path(simulator.__file__).parents[1]

WORKER = """
import sys
from pathlib import Path
from tests.support.simulated import Provider, RefusalError

store, number = Path(sys.argv[1]), sys.argv[2]
aws = Provider("aws", store, region="ap-southeast-3")
vpc = aws.make("aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16")
for n in range(16):
    aws.make("aws:ec2/subnet:Subnet", vpcId=vpc, cidrBlock=f"10.0.{n}.0/24", availabilityZone="ap-southeast-3a")
try:
    aws.make("aws:cloudwatch/logGroup:LogGroup", name="wanted-by-all")
    print("mine")
except RefusalError as refusal:
    assert "already exists" in str(refusal), refusal
    print("taken")
print(aws.create("aws:ec2/eip:Eip", operation="the same for all")[0])
"""


def test_processes_that_work_at_once_lose_nothing_and_agree_on_what_is_taken(tmp_path):
    store = tmp_path / "clouds.sqlite"
    command = [sys.executable, "-c", WORKER, str(store)]
    workers = [subprocess.Popen([*command, str(n)], cwd=ROOT, stdout=subprocess.PIPE, text=True) for n in range(4)]
    said = [worker.communicate(timeout=120)[0].split() for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * 4
    assert sorted(words[0] for words in said) == ["mine", "taken", "taken", "taken"]
    assert len({words[1] for words in said}) == 1
    types = [found.type.rsplit(":", 1)[-1] for found in simulator.Clouds(store).list()]
    assert {name: types.count(name) for name in set(types)} == {"Vpc": 4, "Subnet": 64, "LogGroup": 1, "Eip": 1}


def test_a_process_forked_from_one_that_has_used_the_store_opens_its_own_connection(tmp_path):
    store = Store(tmp_path / "clouds.sqlite")
    with store.writing() as connection:
        connection.execute("INSERT INTO faults VALUES ('a', '')")
    child = os.fork()
    if child == 0:
        with store.writing() as connection:
            connection.execute("INSERT INTO faults VALUES ('b', '')")
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    with store.reading() as connection:
        assert connection.execute("SELECT count(*) FROM faults").fetchone() == (2,)


def test_what_raises_is_undone(tmp_path):
    store = Store(tmp_path / "clouds.sqlite")

    def fail():
        with store.writing() as connection:
            connection.execute("INSERT INTO faults VALUES ('a', '')")
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        fail()
    with store.reading() as connection:
        assert connection.execute("SELECT count(*) FROM faults").fetchone() == (0,)


def test_a_store_that_is_not_there_reads_as_empty_and_is_not_made(tmp_path):
    with Store(tmp_path / "clouds.sqlite").reading() as connection:
        assert connection.execute("SELECT count(*) FROM objects").fetchone() == (0,)
    assert list(tmp_path.iterdir()) == []


def test_a_sealed_secret_compares_within_its_store_and_only_there(tmp_path):
    stores = [Store(tmp_path / name) for name in ("a", "b")]
    for store in stores:
        with store.writing():
            pass
    first, again, other = stores[0].seal(Secret("x")), stores[0].seal(Secret("x")), stores[0].seal(Secret("y"))
    assert first == again != other
    assert first != stores[1].seal(Secret("x"))
    assert first.startswith(SEAL)


def test_unsealing_takes_secrets_from_who_knows_them():
    stored = {"a": SEAL + "1", "b": {"c": SEAL + "2", "d": 1}, "l": [SEAL + "3"], "n": None}
    known = {"a": "x", "b": Secret({"c": Secret("y")}), "l": [Secret("z")]}
    assert unseal(stored, known) == {"a": Secret("x"), "b": {"c": Secret("y"), "d": 1}, "l": [Secret("z")], "n": None}
    assert unseal(stored, {}) == {"b": {"d": 1}, "l": [None], "n": None}


def test_providers_of_one_process_share_a_connection(tmp_path):
    assert store_at(tmp_path / "clouds.sqlite") is store_at(tmp_path / "clouds.sqlite")
