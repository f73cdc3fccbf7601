"""What an account has once, or once a region: regions it has opted into, roles of AWS's services, defaults of EC2, EBS and S3.

What is no object but a setting of the account is taken back by its deletion, as the provider does, but for a region: that stays on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from ..rules import Quota, table
from .regions import ALWAYS_ON, ZONES
from .shapes import CREATED, arn, arn_of, row

if TYPE_CHECKING:
    from ..call import Call

SERVICE_ROLES: Final = {
    "autoscaling.amazonaws.com": "AWSServiceRoleForAutoScaling",
    "eks-nodegroup.amazonaws.com": "AWSServiceRoleForAmazonEKSNodegroup",
    "eks.amazonaws.com": "AWSServiceRoleForAmazonEKS",
    "elasticloadbalancing.amazonaws.com": "AWSServiceRoleForElasticLoadBalancing",
    "spot.amazonaws.com": "AWSServiceRoleForEC2Spot",
}
"""How services call their roles (docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html)."""
_WITH_SUFFIX: Final = frozenset({"autoscaling.amazonaws.com"})
_ANALYZERS: Final = ("ACCOUNT", "ACCOUNT_INTERNAL_ACCESS", "ACCOUNT_UNUSED_ACCESS", "ORGANIZATION", "ORGANIZATION_UNUSED_ACCESS")


def _region_faults(call: Call) -> Iterator[tuple[str, str]]:
    name = call.get("regionName")
    if name is not None and name not in ZONES:
        yield "regionName", f"ValidationException: {name} is not a region"
    elif name in ALWAYS_ON and call.get("enabled") is False:
        yield "enabled", f"cannot disable region ({name}) that is enabled by default"


def _role_name(call: Call) -> str:
    service, suffix = call["awsServiceName"], call.get("customSuffix")
    name = SERVICE_ROLES.get(service) or f"AWSServiceRoleFor{service.partition('.')[0].title().replace('-', '')}"
    return f"{name}_{suffix}" if suffix else name


def _role_arn(call: Call) -> str:
    return arn(call, "iam", f"role/aws-service-role/{call['awsServiceName']}/{_role_name(call)}", everywhere=True)


def _role_faults(call: Call) -> Iterator[tuple[str, str]]:
    service = call.get("awsServiceName")
    if service is not None and "." not in service:
        yield "awsServiceName", "must be a full service hostname e.g. elasticbeanstalk.amazonaws.com"
    elif service in SERVICE_ROLES and call.get("customSuffix") and service not in _WITH_SUFFIX:
        yield "customSuffix", f"InvalidInput: Custom suffix is not allowed for {service}"


def _metadata_faults(call: Call) -> Iterator[tuple[str, str]]:
    told = {name: call.get(name) for name in ("httpEndpoint", "httpPutResponseHopLimit", "httpTokens", "instanceMetadataTags")}
    if not any(map(call.given, told)):
        yield "httpTokens", f"At least one of these attributes must be configured: {', '.join(told)}"
    if told["httpTokens"] not in (None, "optional", "required", "no-preference"):
        yield "httpTokens", f"expected http_tokens to be one of optional, required, no-preference, got {told['httpTokens']}"
    hops = told["httpPutResponseHopLimit"]
    if hops is not None and hops != -1 and not 1 <= hops <= 64:
        yield "httpPutResponseHopLimit", f"expected http_put_response_hop_limit to be in the range (1 - 64), got {hops}"


def _analyzer_faults(call: Call) -> Iterator[tuple[str, str]]:
    name, kind = call.get("analyzerName"), call.get("type")
    if name is not None and not re.fullmatch(r"[A-Za-z][\w.-]{0,254}", name):
        yield "analyzerName", "must begin with a letter and contain only alphanumeric, underscore, period, or hyphen characters"
    if kind is not None and kind not in _ANALYZERS:
        yield "type", f"expected type to be one of {', '.join(_ANALYZERS)}, got {kind}"


def _blocked(*states: str) -> Any:
    def faults(call: Call) -> Iterator[tuple[str, str]]:
        state = call.get("state")
        if state is not None and state not in states:
            yield "state", f"expected state to be one of {', '.join(states)}, got {state}"

    return faults


RULES = table(
    row(
        "aws:account/region:Region",
        "account/region.go",
        tagged=False,
        regional=False,
        id=lambda call: f"{call.get('accountId') or call.account},{call['regionName']}",
        replaces=frozenset({"accountId", "regionName"}),
        defaults={"enabled": True},
        derived={"optStatus": lambda call: _opt_status(call["regionName"], enabled=call.get("enabled"))},
        check=_region_faults,
        not_found="ResourceNotFoundException: the region {id} is none of the account's",
    ),
    row(
        "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
        "s3control/account_public_access_block.go",
        tagged=False,
        regional=False,
        id=lambda call: call.get("accountId") or call.account,
        replaces=frozenset({"accountId"}),
        defaults=dict.fromkeys(("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), False),
        derived={"accountId": lambda call: call.account},
        not_found="NoSuchPublicAccessBlockConfiguration: The public access block configuration was not found",
        exists="OperationAborted: the account {id} has a public access block already",
    ),
    row(
        "aws:iam/serviceLinkedRole:ServiceLinkedRole",
        "iam/service_linked_role.go",
        regional=False,
        id=_role_arn,
        replaces=frozenset({"awsServiceName", "customSuffix"}),
        computed={
            "arn": lambda call: call.id,
            "createDate": lambda _: CREATED,
            "name": _role_name,
            "path": lambda call: f"/aws-service-role/{call['awsServiceName']}/",
            "uniqueId": lambda call: "AROA" + call.letters(17, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
        },
        check=_role_faults,
        not_found="NoSuchEntity: The role {id} cannot be found.",
        exists="InvalidInput: Service role name {id} has been taken in this account, please try a different suffix.",
    ),
    row(
        "aws:ebs/encryptionByDefault:EncryptionByDefault",
        "ec2/ebs_encryption_by_default.go",
        tagged=False,
        id=lambda call: f"terraform-{call.digits(18)}{call.hex(8)}",
        defaults={"enabled": True},
        not_found="InvalidParameter: no such setting: {id}",
    ),
    row(
        "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
        "ec2/ebs_snapshot_block_public_access.go",
        tagged=False,
        id=lambda call: call.region,
        check=_blocked("block-all-sharing", "block-new-sharing", "unblocked"),
        not_found="InvalidParameter: no such setting: {id}",
        exists="InvalidParameter: the region {id} has such a setting already",
    ),
    row(
        "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
        "ec2/ec2_instance_metadata_defaults.go",
        tagged=False,
        id=lambda call: call.account,
        defaults={
            "httpEndpoint": "no-preference",
            "httpPutResponseHopLimit": -1,
            "httpTokens": "no-preference",
            "instanceMetadataTags": "no-preference",
        },
        check=_metadata_faults,
        not_found="InvalidParameter: the account {id} has no such defaults",
        exists="InvalidParameter: the account {id} has such defaults already",
    ),
    row(
        "aws:accessanalyzer/analyzer:Analyzer",
        "accessanalyzer/analyzer.go",
        id=lambda call: call["analyzerName"],
        replaces=frozenset({"analyzerName", "configuration", "type"}),
        defaults={"type": "ACCOUNT"},
        computed={"arn": arn_of("access-analyzer", "analyzer/{id}")},
        quotas=(Quota(1, "ServiceQuotaExceededException: one analyzer of a type in a region", per=("type",)),),
        check=_analyzer_faults,
        not_found="ResourceNotFoundException: Analyzer not found: {id}",
        exists="ConflictException: An analyzer named {id} exists already",
    ),
)


def _opt_status(region: str, *, enabled: bool) -> str:
    if region in ALWAYS_ON:
        return "ENABLED_BY_DEFAULT"
    return "ENABLED" if enabled else "DISABLED"
