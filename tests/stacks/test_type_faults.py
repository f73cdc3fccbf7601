"""Each fault of instance types that an environment names or describes, at its line."""

from __future__ import annotations

import pytest

from stacks.environment import EnvironmentFaults
from stacks.rehearsal import check
from tests.stacks.conftest import another_site

FLEET = "types: [c7i.large]}"
ON_ALICLOUD = "alicloud: {types: [ecs.g7.large]}"
POOL = "aws: {types: [m7i.large]}"


def fleet(types):
    return {FLEET: f"types: {types}}}"}


def attributes(vcpus, memory_gib, more=""):
    return {FLEET: f"attributes: {{vcpus: {vcpus}, memory_gib: {memory_gib}{more}}}}}"}


CASES = {
    "a type that the region lacks": (
        fleet("[c7i.large, c6i.large]"),
        [
            (
                '35:83 fleets.transcoder.aws.types[1]: "c6i.large", expected a type that ap-southeast-3 has, and it is in 29 other regions; '
                "fix: write c7i.large, c6in.large or c5.large; once ap-southeast-3 has it, add it to unlisted_types"
            )
        ],
    ),
    "a type of few regions": (
        fleet("[u7in-32tb.224xlarge]"),
        [
            (
                '35:72 fleets.transcoder.aws.types[0]: "u7in-32tb.224xlarge", expected a type that ap-southeast-3 has, and it is in '
                "us-east-1 or us-west-2; fix: add it to unlisted_types once ap-southeast-3 has it"
            )
        ],
    ),
    "a pool's type that the region lacks": (
        {POOL: "aws: {types: [m7a.large]}"},
        [
            (
                '29:27 clusters.main.pools.general.aws.types[0]: "m7a.large", expected a type that ap-southeast-3 has, and it is in '
                "10 other regions; fix: write m7i.large, m6i.large or m5.large; once ap-southeast-3 has it, add it to unlisted_types"
            )
        ],
    ),
    "a size that is spelt wrong": (
        fleet("[c7i.2xlrge]"),
        [
            (
                '35:72 fleets.transcoder.aws.types[0]: "c7i.2xlrge", expected an instance type of AWS; fix: write c7i.2xlarge; '
                "if it is a newer one, add it to unlisted_types"
            )
        ],
    ),
    "a size that a family does not have": (
        fleet("[c7i.3xlarge]"),
        [
            (
                '35:72 fleets.transcoder.aws.types[0]: "c7i.3xlarge", expected an instance type of AWS; fix: write c7i.2xlarge, c7i.4xlarge '
                "or c7i.xlarge; if it is a newer one, add it to unlisted_types"
            )
        ],
    ),
    "nothing like a type": (
        fleet("[large]"),
        [
            (
                '35:72 fleets.transcoder.aws.types[0]: "large", expected an instance type of AWS; fix: '
                "add it to unlisted_types if it is a newer one"
            )
        ],
    ),
    "another cloud's types, either way": (
        {**fleet("[ecs.c7.large]"), ON_ALICLOUD: "alicloud: {types: [m7i.large]}"},
        [
            (
                '30:32 clusters.main.pools.general.alicloud.types[0]: "m7i.large", expected an instance type of Alibaba Cloud; fix: '
                "name one; m7i.large is AWS's"
            ),
            (
                '35:72 fleets.transcoder.aws.types[0]: "ecs.c7.large", expected an instance type of AWS; fix: '
                "name one; ecs.c7.large is Alibaba Cloud's"
            ),
        ],
    ),
    "a type of Alibaba Cloud without its beginning": (
        {ON_ALICLOUD: "alicloud: {types: [g7.large]}"},
        [
            (
                '30:32 clusters.main.pools.general.alicloud.types[0]: "g7.large", expected an instance type of Alibaba Cloud, '
                "ecs.<family>.<size>; fix: write ecs.g7.large; if it is a newer one, add it to unlisted_types"
            )
        ],
    ),
    "a type of Alibaba Cloud without its beginning, and called like one of AWS": (
        {ON_ALICLOUD: "alicloud: {types: [c7a.large]}"},
        [
            (
                '30:32 clusters.main.pools.general.alicloud.types[0]: "c7a.large", expected an instance type of Alibaba Cloud, '
                "ecs.<family>.<size>; fix: write ecs.c7a.large; if it is a newer one, add it to unlisted_types"
            )
        ],
    ),
    "types of two architectures": (
        fleet("[c7i.large, c7g.large]"),
        [
            (
                '35:83 fleets.transcoder.aws.types[1]: "c7g.large of arm64", expected one of x86_64 like c7i.large, since an image is of one '
                "architecture; fix: write a group of its own for it"
            )
        ],
    ),
    "nodes of two architectures": (
        {ON_ALICLOUD: "alicloud: {types: [ecs.g7.large, ecs.g8y.large]}"},
        [
            (
                '30:46 clusters.main.pools.general.alicloud.types[1]: "ecs.g8y.large of arm64", expected one of x86_64 like ecs.g7.large, '
                "since an image is of one architecture; fix: write a group of its own for it"
            )
        ],
    ),
    "more memory than there is": (
        attributes("[2, 4]", "[900, 1000]"),
        [
            (
                "35:64 fleets.transcoder.aws.attributes: 2 to 4 vCPUs with 900 to 1000 GiB, expected what a type in ap-southeast-3 has; those "
                "with so many vCPUs have 4 to 128 GiB there; fix: widen the bounds, or allow more"
            )
        ],
    ),
    "vCPUs that no type has": (
        attributes("[3, 3]", "[1, 1000]"),
        [
            (
                "35:64 fleets.transcoder.aws.attributes: 3 to 3 vCPUs with 1 to 1000 GiB, expected what a type in ap-southeast-3 has; none has "
                "so many vCPUs there; fix: widen the bounds, or allow more"
            )
        ],
    ),
    "all that would do excluded": (
        attributes("[2, 2]", "[8, 8]", ', excluded: ["m*", "c*", "r*"]'),
        [
            (
                "35:64 fleets.transcoder.aws.attributes: 2 to 2 vCPUs with 8 to 8 GiB, expected what a type in ap-southeast-3 has; those with "
                "so many vCPUs have 15.25 to 16 GiB there; fix: widen the bounds, or allow more"
            )
        ],
    ),
    "a listed type that nothing names": (
        {"    workloads:\n": "    unlisted_types: [c77i.large]\n    workloads:\n"},
        ['36:22 unlisted_types[0]: "c77i.large", expected a type that a fleet or a pool names; fix: write c7i.large'],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_type_that_cannot_be_had_is_told_at_its_line(case, faults, loaded):
    edits, expected = CASES[case]
    try:
        read = loaded(edits)
    except EnvironmentFaults:
        assert faults(edits) == expected
        return
    with pytest.raises(EnvironmentFaults) as error:
        check(read)
    assert str(error.value).replace("stacks/Pulumi.test.yaml:", "").split("\n") == expected


@pytest.mark.parametrize(
    "edits",
    [
        fleet("[c6in.large, c5.large]"),
        {**fleet("[c99z.large]"), "    workloads:\n": "    unlisted_types: [c99z.large]\n    workloads:\n"},
        {**fleet("[c6i.large]"), "    workloads:\n": "    unlisted_types: [c6i.large]\n    workloads:\n"},
        {
            ON_ALICLOUD: "alicloud: {types: [ecs.g99z.large]}",
            "    workloads:\n": "    unlisted_types: [ecs.g99z.large]\n    workloads:\n",
        },
        attributes("[2, 4]", "[4, 16]"),
    ],
    ids=["of the region", "newer than the table", "in the region by now", "a newer family", "by attributes"],
)
def test_what_there_is_or_is_listed_passes(edits, loaded):
    check(loaded(edits))


def test_a_type_must_be_in_every_region_of_its_fleet(faults):
    edits = {
        "    clusters:\n": another_site("singapore") + "    clusters:\n",
        "        sites: [jakarta]\n": "        sites: [jakarta, singapore]\n",
        "aws: {images: {ap-southeast-3: ami-0a1b2c3d4e5f67890}": "aws: {images: {ap-southeast-3: ami-0a1b2c3d, ap-southeast-1: ami-0a1b2c3d}",
        FLEET: "types: [c6i.large, c7gd.large, m7a.large]}",
    }
    found = [fault for fault in faults(edits) if ".types[" in fault]
    assert [fault.partition("]: ")[2].partition(";")[0] for fault in found] == [
        '"c6i.large", expected a type that ap-southeast-3 has, and it is in 29 other regions',
        '"m7a.large", expected a type that ap-southeast-1 and ap-southeast-3 have, and it is in 10 other regions',
    ]
