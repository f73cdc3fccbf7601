"""What a job is told that pushes objects to the other cloud: a program, and the variables that say from where to where; pure.

docs/adr/0027-how-objects-reach-the-other-cloud.md says why it is a job, and why rclone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..naming import Cloud
from .flows import Flow

PROGRAM: Final = Path(__file__).with_name("push.sh")
TOKENS: Final = "/run/tokens"
SCRATCH: Final = "/tmp"  # noqa: S108 - the container's own, not the host's

_HOW: Final = {"copy": "copy", "follow": "sync --max-delete 1000", "locked": "copy --immutable --size-only"}
"""What becomes of what is there: a replica keeps what was deleted, or follows; what is locked is never written over.

What is locked is compared by its size: large backups have no checksum that both stores know, and once the writer has moved all that
is there would count as changed. Source: NeedTransfer and equal in rclone's fs/operations/operations.go.
"""


@dataclass(frozen=True, kw_only=True)
class Place:
    """One end of a flow.

    Args:
        cloud: its cloud.
        region: its region.
        bucket: its bucket.
        account: the id of its account.
    """

    cloud: Cloud
    region: str
    bucket: str
    account: str

    @property
    def remote(self) -> str:
        """The bucket as rclone names it."""
        return f"{'s3' if self.cloud == 'aws' else 'oss'}:{self.bucket}"


def variables(flow: Flow, source: Place, replica: Place, *, app: str, role: str, issuer: str) -> dict[str, str]:
    """The variables of a job that pushes, none of which is a secret.

    Args:
        flow: what is pushed.
        source: where it is written, in whose cluster the job runs.
        replica: where to.
        app: the job's name inside the cluster, by which its tokens lie.
        role: the name of the role that alone writes the replica.
        issuer: what the replica's RAM calls the cluster's issuer.
    """
    aws, alicloud = (source, replica) if source.cloud == "aws" else (replica, source)
    token = f"{TOKENS}/{app}/{replica.cloud}"
    how = "locked" if flow.locked else "follow" if flow.deletions else "copy"
    told = {
        "FROM": source.remote,
        "TO": replica.remote,
        "PREFIXES": " ".join(flow.prefixes),
        "MARKER": f"{aws.remote}/{flow.marker}",
        "HOW": _HOW[how],
        "SCRATCH": SCRATCH,
        "STS_ENDPOINT": f"sts.{alicloud.region}.aliyuncs.com",
        "AWS_REGION": aws.region,
        "AWS_STS_REGIONAL_ENDPOINTS": "regional",
        "RCLONE_CONFIG": f"{SCRATCH}/rclone.conf",
        # By when each store was given an object: what is newer at the replica, as after the writer has moved, is not written over.
        "RCLONE_UPDATE": "true",
        "RCLONE_USE_SERVER_MODTIME": "true",
        # Else all that is alike, and older there, would be written anew for its time alone: everything, once the writer has moved.
        "RCLONE_NO_UPDATE_MODTIME": "true",
        "RCLONE_FAST_LIST": "true",
        "RCLONE_S3_NO_CHECK_BUCKET": "true",  # it may write objects, and make no bucket
        "RCLONE_CONFIG_S3_TYPE": "s3",
        "RCLONE_CONFIG_S3_PROVIDER": "AWS",
        "RCLONE_CONFIG_S3_ENV_AUTH": "true",
        "RCLONE_CONFIG_S3_REGION": aws.region,
        "RCLONE_CONFIG_OSS_TYPE": "s3",
        "RCLONE_CONFIG_OSS_PROVIDER": "Alibaba",
        # From inside its region OSS is reached by its own network, which costs nothing by the byte.
        "RCLONE_CONFIG_OSS_ENDPOINT": f"oss-{alicloud.region}{'-internal' if source is alicloud else ''}.aliyuncs.com",
    }
    if replica.cloud == "aws":
        return {**told, "AWS_ROLE_ARN": f"arn:aws:iam::{replica.account}:role/{role}", "AWS_WEB_IDENTITY_TOKEN_FILE": token}
    return {
        **told,
        "ALIBABA_CLOUD_ROLE_ARN": f"acs:ram::{replica.account}:role/{role}",
        "ALIBABA_CLOUD_OIDC_PROVIDER_ARN": f"acs:ram::{replica.account}:oidc-provider/{issuer}",
        "ALIBABA_CLOUD_OIDC_TOKEN_FILE": token,
    }
