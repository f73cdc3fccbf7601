"""What replaces objects of AWS that have no row and hold what nothing brings back, or that much depends on.

Only inputs are here that the provider's source has force a new object (`ForceNew`). Of all others it stays in doubt, as of
every type without a row.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from .. import generic
from .shapes import SOURCE

if TYPE_CHECKING:
    from ..call import Call
    from ..rules import Rule

_FORCING: Final = {
    "aws:dynamodb/table:Table": ("dynamodb/table.go", "hashKey name rangeKey"),
    "aws:ebs/volume:Volume": ("ec2/ebs_volume.go", "availabilityZone encrypted kmsKeyId multiAttachEnabled outpostArn snapshotId"),
    "aws:ec2/instance:Instance": ("ec2/ec2_instance.go", "ami availabilityZone keyName privateIp subnetId"),
    "aws:ecs/taskDefinition:TaskDefinition": (
        "ecs/task_definition.go",
        "containerDefinitions cpu executionRoleArn family ipcMode memory networkMode pidMode requiresCompatibilities taskRoleArn",
    ),
    "aws:efs/fileSystem:FileSystem": ("efs/file_system.go", "availabilityZoneName encrypted kmsKeyId performanceMode"),
    "aws:rds/instance:Instance": (
        "rds/instance.go",
        "characterSetName dbName kmsKeyId ncharCharacterSetName storageEncrypted timezone username",
    ),
}
"""By type, the file of its schema under `SOURCE`, and the inputs."""


def rule_of(token: str) -> Rule | None:
    """The rule of a type without a row, where it is known what replaces it; all else of it follows from the SDK's types."""
    found = _FORCING.get(token)
    if found is None:
        return None
    file, inputs = found
    warning = f"no rules exist for {token} in the simulated aws: outputs follow the SDK's types"
    rule = generic.rule_of(token)
    return replace(rule, source=f"{SOURCE}{file}", warning=warning, replaces=partial(_given, frozenset(inputs.split())))


def _given(inputs: frozenset[str], call: Call) -> frozenset[str]:
    """The inputs that a difference in replaces the object: what the program leaves out stays as it is."""
    return frozenset({"region", *(name for name in inputs if call.given(name))})
