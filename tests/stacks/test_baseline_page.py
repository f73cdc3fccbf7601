"""The examples in docs/baseline.md are parts of an environment that loads, and tell of every word."""

from __future__ import annotations

import re

import yaml as plain

from components.kubernetes.charts import KINDS
from components.kubernetes.priorities import PRIORITIES
from stacks.environment.baseline import Disks, Limits, Namespace, PriorityClass, StorageClass
from stacks.environment.baseline_rules import CLASSES
from stacks.environment.shape import KEY
from stacks.rehearsal import check

from .conftest import source
from .test_networks_page import RELEASES, ROOT, STACK, merged

PAGE = (ROOT / "docs" / "baseline.md").read_text()
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_its_examples_are_valid():
    clusters = []
    for example in EXAMPLES:
        environment = merged(STACK["config"][KEY], plain.safe_load(example))
        loaded = source(plain.safe_dump({"config": {KEY: environment}}, sort_keys=False), RELEASES).loaded()
        check(loaded)
        clusters.append(loaded.environment.clusters["main"])
    declared, charts = clusters
    assert {"shop", "batch", "monitoring"} == set(declared.namespaces)
    assert {"external-dns", "reboots"} <= set(charts.charts)


def test_it_tells_of_every_chart_and_of_its_version():
    told = {row[0]: row[1] for row in re.findall(r"^\| ([a-z-]+) (v?\d+\.\d+\.\d+) \|", PAGE, re.MULTILINE)}
    assert told == {name: kind.version for name, kind in KINDS.items()}


def test_it_tells_of_every_word():
    words = [word for model in (Namespace, Limits, PriorityClass, StorageClass, Disks) for word in model.model_fields]
    assert [word for word in words if not re.search(rf"\b{word}\b", PAGE)] == []


def test_it_tells_of_values_and_of_classes_that_are_there():
    assert all(f"| `{name}` | {value:,} |".replace("-", "−") in PAGE for name, value in PRIORITIES.items())
    shown = {"gp2", *(f"alicloud-disk{each}" for each in re.findall(r"`(?:alicloud-disk)?(-[a-z-]+)`", PAGE))}
    assert {name for names in CLASSES.values() for name in names} - shown == {"alicloud-disk-available"}
