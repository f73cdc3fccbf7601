"""Secrets of an application: where in the cloud's store they are and who reads them; never what they are."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pulumi

from .. import arguments
from ..errors import Faults
from ..secret_names import CURRENT

FASTEST: Final = 30
SLOWEST: Final = 86_400
"""Seconds from one look into the store to the next, at least and at most."""

_KEY = re.compile(r"[\w/+=.@!-]{1,512}", re.ASCII)
_PROPERTY = re.compile(r"[\w-]{1,128}", re.ASCII)
_LABEL = re.compile(r"[\w/+=.@-]{1,64}", re.ASCII)
_FILE = re.compile(r"(?!\.\.)[-._a-zA-Z0-9]{1,253}")
_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class Secret:
    """One value in the store of the cluster's cloud and region: Secrets Manager on AWS, KMS on Alibaba Cloud.

    Args:
        key: the secret's name there, in the cluster's account: 1 to 512 letters, digits and _ / + = . @ ! -, of which KMS takes 64
            (docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html,
            www.alibabacloud.com/help/en/kms/key-management-service/developer-reference/api-kms-2016-01-20-createsecret).
        property: the member whose text is wanted, of a secret that is a JSON object; the whole secret by default.
        stage: the label of the version that is read, and followed as it moves: "current", "previous", or a label of your own.
        version: the id of one version instead, which is never followed: another one is another release of the pods.
        variable: an environment variable in place of a file, under the same name.

    Raises:
        ArgumentsError: with every fault.
    """

    key: str
    property: str | None = None
    stage: str = CURRENT
    version: str | None = None
    variable: bool = False

    def __post_init__(self) -> None:
        faults = Faults(self)
        expected = "the secret's name: letters, digits and _ / + = . @ ! -"
        faults.check(bool(_KEY.fullmatch(self.key)), "key", self.key, expected, "write its name, not its ARN")
        if self.property is not None:
            expected = "a member of the secret's JSON object: letters, digits, hyphens and underscores"
            fix = "rename the member; members of members cannot be read"
            faults.check(bool(_PROPERTY.fullmatch(self.property)), "property", self.property, expected, fix)
        faults.check(bool(_LABEL.fullmatch(self.stage)), "stage", self.stage, "the label of a version", "write current or previous")
        if self.version is not None:
            faults.check(
                bool(_LABEL.fullmatch(self.version)), "version", self.version, "the id of a version", "write it as the store does"
            )
            fix = "leave the stage out; a version is one whatever its labels"
            faults.check(self.stage == CURRENT, "stage", self.stage, "none beside a version", fix)
        faults.raise_any()


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who reads the secrets of an application: an account of its own, which the application's pods never run as.

    Args:
        annotations: annotations of that account, which name its role.
        region: the cloud's own name of the region that the secrets are in.
        issuer: the ARN of what vouches for the account's tokens, where whoever reads must be told.
        operator: what brings secrets into the cluster, known once it is there; empty where it was brought by somebody else.
    """

    annotations: Mapping[str, pulumi.Input[str]]
    region: str
    issuer: pulumi.Input[str] = ""
    operator: pulumi.Input[str] = ""


def secrets_name(app: str, secrets: Mapping[str, Secret]) -> str:
    """The name of the object that holds an application's secrets in the cluster: other references are another object.

    So pods are rolled to it, while those of the old release can still read theirs.
    """
    said = {name: [each.key, each.property, each.stage, each.version] for name, each in secrets.items()}
    return f"{app}-{hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:_SHOWN]}"


def check_secrets(
    faults: Faults, secrets: Mapping[str, Secret], *, config: Mapping[str, str], environment: Mapping[str, pulumi.Input[str]]
) -> None:
    """That each is called as a file or a variable can be, and as nothing else is."""
    for name, secret in secrets.items():
        if secret.variable:
            arguments.check_variable(faults, "secrets", name)
            fix = "take it out of one of the two"
            faults.check(name not in environment, "secrets", name, "a variable that environment does not set", fix)
        else:
            expected = "a file's name: letters, digits, hyphens, dots and underscores"
            faults.check(bool(_FILE.fullmatch(name)), "secrets", name, expected, "rename the file")
            faults.check(name not in config, "secrets", name, "a file that config does not have", "rename one of the two")
