"""What is known of instance types without asking anybody: their regions, their sizes, their names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.arguments import check_types
from components.errors import ArgumentsError, Faults
from components.instance_types import Needs, alternatives, architecture, fulfilling, has_gpu, instance_types
from components.instance_types.alicloud import ARM_FAMILIES, FAMILIES, family
from components.instance_types.aws import read_regions
from stacks.regions import ZONES
from tests.instance_types.table import table

TYPES = instance_types()


def names(**needs):
    there = [each for each in TYPES.values() if "ap-southeast-3" in each.regions]
    return {each.name for each in fulfilling(Needs(**needs), there)}


def test_the_table_knows_every_region_that_an_environment_can_name():
    assert frozenset[str]().union(*(each.regions for each in TYPES.values())) == ZONES["aws"].keys()
    assert min(sum(region in each.regions for each in TYPES.values()) for region in ZONES["aws"]) > 200


def test_the_table_says_where_a_type_is_and_how_large():
    found = TYPES["m7i.2xlarge"]
    assert (found.vcpus, found.memory_gib, found.burstable, found.current, found.bare_metal) == (8, 32, False, True, False)
    assert "ap-southeast-3" in found.regions
    assert "ap-southeast-3" not in TYPES["c6i.large"].regions
    assert TYPES["t3.small"].burstable
    assert not TYPES["m4.large"].current
    assert TYPES["c7i.metal-24xl"].bare_metal


@pytest.mark.parametrize(
    ("words", "regions"), [("", ""), ("b a", "ab"), ("all", "abc"), ("all -b", "ac"), ("all -a -b -c", ""), ("c", "c")]
)
def test_regions_are_written_as_names_or_as_what_is_missing(words, regions):
    assert read_regions(words, frozenset("abc")) == frozenset(regions)


def described(vcpus, mib, *, arch="x86_64", burstable=False, current=True):
    return {
        "VCpuInfo": {"DefaultVCpus": vcpus},
        "MemoryInfo": {"SizeInMiB": mib},
        "ProcessorInfo": {"SupportedArchitectures": [arch]},
        "BurstablePerformanceSupported": burstable,
        "CurrentGeneration": current,
    }


def test_a_table_is_written_by_family_and_regions():
    regions = {"one": {"m7i.large", "m7i.xlarge", "t2.nano"}, "two": {"m7i.xlarge", "m7i.large", "x9.large"}, "new": set()}
    told = {
        "m7i.xlarge": described(4, 16384),
        "m7i.large": described(2, 8192),
        "t2.nano": described(1, 512, burstable=True, current=False),
    }
    assert table(regions, told).splitlines() == [
        "regions\t\tone two\t",
        "m7i\t\tall\tlarge:2:8 xlarge:4:16",
        "t2\tburstable previous\tone\tnano:1:0.5",
        "x9\tprevious\ttwo\tlarge::",
    ]


def test_a_table_is_refused_where_names_tell_another_architecture():
    with pytest.raises(ValueError, match=r"another architecture: m7i\.large"):
        table({"one": {"m7i.large"}}, {"m7i.large": described(2, 8192, arch="arm64")})


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        *(
            (each, "arm64")
            for each in ("m7g.large", "c7gn.xlarge", "t4g.small", "x2gd.large", "im4gn.large", "a1.large", "g5g.xlarge")
        ),
        *((each, "arm64") for each in ("mac2.metal", "mac-m4.metal", "p6e-gb200.36xlarge", "ecs.g8y.large", "ecs.c6r.xlarge")),
        *((each, "x86_64") for each in ("m7i.large", "g5.xlarge", "g4dn.xlarge", "c5.large", "u-6tb1.56xlarge", "inf2.xlarge")),
        *((each, "x86_64") for each in ("mac1.metal", "c7i-flex.large", "ecs.g7.large", "ecs.i4r.large", "ecs.gn7i-c8g1.2xlarge")),
        ("ecs.g99z.large", None),
        ("anything", None),
    ],
)
def test_a_name_tells_the_architecture(type_, expected):
    assert architecture(type_) == expected


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("ecs.g7.2xlarge", "g7"),
        ("ecs.t6-c1m2.large", "t6"),
        ("ecs.gn8v-tee.4xlarge", "gn8v-tee"),
        ("ecs.ebmre6-6t.52xlarge", "ebmre6-6t"),
        ("ecs.vgn7i-vws-m4.xlarge", "vgn7i-vws"),
        ("ecs.video-trans.26xhevc", "video-trans"),
        ("ecs.g77.large", None),
        ("ecs.g7.2xlrge", None),
        ("ecs.g7", None),
        ("g7.2xlarge", None),
    ],
)
def test_a_type_of_alibaba_cloud_has_a_family(type_, expected):
    assert family(type_) == expected


def test_families_with_arm_processors_are_families():
    assert ARM_FAMILIES < FAMILIES


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("c8i.2xlarge", ("c7i.2xlarge", "c6in.2xlarge", "c5.2xlarge")),
        ("c7gn.large", ("c8gn.large", "c7g.large", "c6gn.large")),
        ("c5.3xlarge", ("c5.2xlarge", "c5.4xlarge", "c5.xlarge")),
        ("t3a.medium", ("t3.medium",)),
        ("p4d.24xlarge", ()),
        ("m7i.2xlrge", ()),
        ("ecs.g7.large", ()),
    ],
)
def test_the_nearest_types_come_first(type_, expected):
    there = [each.name for each in TYPES.values() if "ap-southeast-3" in each.regions]
    assert alternatives(type_, there) == expected


@settings(max_examples=200)
@given(st.sampled_from(sorted(TYPES)), st.sampled_from(sorted(ZONES["aws"])))
def test_what_is_proposed_is_there_and_runs_the_same_image(type_, region):
    there = {each.name for each in TYPES.values() if region in each.regions}
    for proposed in alternatives(type_, there):
        assert proposed in there
        same_family = proposed.partition(".")[0] == type_.partition(".")[0]
        assert architecture(proposed) == architecture(type_)
        assert same_family or proposed.partition(".")[2] == type_.partition(".")[2]


def test_types_have_what_is_needed():
    assert names(vcpus=(8, 8), memory_gib=(16, 16), excluded=("c?g*", "c5*", "c6*")) == {"c7i.2xlarge", "c7i-flex.2xlarge"}
    assert names(vcpus=(2, 2), memory_gib=(1, 1)) == set(), "burstable ones are asked for"
    assert names(vcpus=(2, 2), memory_gib=(1, 1), burstable=True) == {"t3.micro", "t4g.micro"}
    assert names(vcpus=(2, 2), memory_gib=(8, 8), allowed=("m5.*", "m7i.large")) == {"m7i.large"}
    assert "m5.large" in names(vcpus=(2, 2), memory_gib=(8, 8), allowed=("m5.*",), previous_generations=True)
    assert names(vcpus=(96, 96), memory_gib=(192, 192), allowed=("c7i*",)) == {"c7i.24xlarge"}, "no bare metal"
    assert names(vcpus=(3, 3), memory_gib=(0, None)) == set()


def refused(*types):
    faults = Faults(object())
    check_types(faults, "types", types)
    try:
        faults.raise_any()
    except ArgumentsError as error:
        return [str(fault) for fault in error.faults]
    return []


def test_types_run_one_image():
    assert refused("m7i.large", "c7i.large") == refused("ecs.g7.large", "ecs.new9.large", "ecs.c7.large") == []
    assert refused("m7i.large", "m7g.large") == [
        (
            'types.1: "m7g.large of arm64", expected one of x86_64 like m7i.large, since an image is of one architecture; fix: '
            "write a group of its own for it"
        )
    ]
    assert refused("ecs.new9.large", "ecs.g8y.large", "ecs.g7.large") == [
        (
            'types.2: "ecs.g7.large of x86_64", expected one of arm64 like ecs.g8y.large, since an image is of one architecture; fix: '
            "write a group of its own for it"
        )
    ]


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("ecs.gn7i-c8g1.2xlarge", True),
        ("ecs.vgn7i-vws-m4.xlarge", True),
        ("ecs.ebmgn8v.48xlarge", True),
        ("ecs.sgn8ia-m2.xlarge", True),
        ("ecs.g7ne.large", False),
        ("ecs.ebmg7.32xlarge", False),
        ("ecs.new9.large", None),
        ("g6.xlarge", True),
        ("gr6.4xlarge", True),
        ("p5.48xlarge", True),
        ("g5g.xlarge", True),
        ("m7i.large", False),
        ("z99.large", None),
    ],
)
def test_whether_a_type_has_gpus(type_, expected):
    assert has_gpu(type_) is expected
