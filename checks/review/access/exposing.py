"""Who reaches what has an address or a list of its own: endpoints of clusters and databases, white lists, buckets.

Sources: docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint (public to everyone unless it is said), AmazonRDS
USER_VPC.WorkingWithRDSInstanceinaVPC, AmazonS3 access-control-block-public-access and acl-overview (canned ACLs),
www.alibabacloud.com/help on white lists of ApsaraDB, PolarDB, Tair and MongoDB, on ACLs of OSS and on the API server of ACK.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from ..values import nested
from .granting import EVERYONE, Grant, Teller, Told, listed, open_to, said

_ENDPOINT: Final = "endpoint"
_LIST: Final = "IP white list"
_BUCKET: Final = "bucket"
_ANYWHERE: Final = "0.0.0.0/0"
_ACL: Final = {
    "public-read": ("*", "read", EVERYONE),
    "public-read-write": ("*", "read and write", EVERYONE),
    "authenticated-read": ("every account of AWS", "read", EVERYONE),
}
_BLOCKS: Final = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


def _eks(told: Told) -> Iterator[Grant]:
    access: Any = told.inputs.get("vpcConfig")
    if nested(access, "endpointPublicAccess") is not False:
        for source in listed(nested(access, "publicAccessCidrs")) or [_ANYWHERE]:
            yield Grant(_ENDPOINT, said(source), "tcp 443", f"API server of {told.name}", open_to(said(source)))


def _ack(told: Told) -> Iterator[Grant]:
    if told.inputs.get("slbInternetEnabled") is True:
        yield Grant(_ENDPOINT, _ANYWHERE, "tcp 6443", f"API server of {told.name}", EVERYONE)


def _database(told: Told) -> Iterator[Grant]:
    if told.inputs.get("publiclyAccessible") is True:
        yield Grant(_ENDPOINT, _ANYWHERE, "its port, as far as security groups let them", told.name, EVERYONE)


def _white_list(name: str, told: Told) -> Iterator[Grant]:
    for entry in listed(told.inputs.get(name)):
        for source in said(entry).split(","):
            yield Grant(_LIST, source.strip(), "any", told.name, open_to(source.strip()))


def _acl(told: Told) -> Iterator[Grant]:
    if (found := _ACL.get(told.text("acl"))) is not None:
        who, may, wide = found
        yield Grant(_BUCKET, who, may, told.first("bucket") or told.name, wide)


def _block(told: Told) -> Iterator[Grant]:
    bucket = told.text("bucket")
    for each in _BLOCKS:
        if told.inputs.get(each) is True:
            yield Grant(_BUCKET, "*", f"public access ({each})", bucket, EVERYONE, denies=True)


def _oss_block(told: Told) -> Iterator[Grant]:
    if told.inputs.get("blockPublicAccess") is True:
        yield Grant(_BUCKET, "*", "public access", told.text("bucket"), EVERYONE, denies=True)


EXPOSING: Final[dict[str, Teller]] = {
    "aws:eks/cluster:Cluster": _eks,
    "aws:rds/instance:Instance": _database,
    "aws:rds/clusterInstance:ClusterInstance": _database,
    "aws:s3/bucketAcl:BucketAcl": _acl,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _block,
    "alicloud:cs/managedKubernetes:ManagedKubernetes": _ack,
    "alicloud:rds/instance:Instance": partial(_white_list, "securityIps"),
    "alicloud:rds/readOnlyInstance:ReadOnlyInstance": partial(_white_list, "securityIps"),
    "alicloud:polardb/cluster:Cluster": partial(_white_list, "securityIps"),
    "alicloud:kvstore/instance:Instance": partial(_white_list, "securityIps"),
    "alicloud:redis/tairInstance:TairInstance": partial(_white_list, "securityIps"),
    "alicloud:mongodb/instance:Instance": partial(_white_list, "securityIpLists"),
    "alicloud:oss/bucket:Bucket": _acl,
    "alicloud:oss/bucketAcl:BucketAcl": _acl,
    "alicloud:oss/bucketPublicAccessBlock:BucketPublicAccessBlock": _oss_block,
}
"""By type, who reaches its objects."""
