"""The names of AWS's services as VPC endpoints know them; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..errors import ArgumentFault

GATEWAY_SERVICES = ("s3", "dynamodb")
"""What is reached by a route instead of an address: docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html."""

_NAME = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
_FULL = re.compile(r"(?:cn\.)?com\.amazonaws\.[a-z]{2}(?:-[a-z]+)+-\d\.(?P<service>.+)")
_OF_CHINA = (
    "application-autoscaling athena autoscaling backup batch cassandra cloudcontrolapi cloudformation databrew dms ebs ec2 ecr.api "
    "ecr.dkr eks elasticache elasticbeanstalk elasticfilesystem emr-containers execute-api fsx imagebuilder iot.data "
    "kinesis-streams lambda license-manager monitoring rds redshift redshift-data sagemaker.api sagemaker.featurestore-runtime "
    "sagemaker.runtime securityhub servicecatalog sqs states sts sync-states synthetics transcribe transfer xray"
)
"""Interface endpoints whose names begin with "cn." in the two regions of China.

Source: github.com/aws/aws-cdk/packages/aws-cdk-lib/aws-ec2/lib/vpc-endpoint.ts.
"""


_WHOLE = re.compile(r"com\.amazonaws\.vpce\.(?P<region>[a-z]{2}(?:-[a-z]+)+-\d)\.(?P<key>vpce-svc-[0-9a-f]{8,17})")
"""A service of one's own or of another company: docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html."""


def is_whole(service: str) -> bool:
    """Whether a service stands by its whole name, as those do that are not AWS's own."""
    return service.startswith("com.amazonaws.vpce.")


def service_key(service: str) -> str:
    """A service as part of a resource's name."""
    return service.rpartition(".")[2] if is_whole(service) else service


def service_name(region: str, service: str) -> str:
    """A service's name in a region in full, say "com.amazonaws.ap-southeast-3.ecr.api"."""
    if is_whole(service):
        return service
    prefix = "cn." if region.startswith("cn-") and service in _OF_CHINA.split() else ""
    return f"{prefix}com.amazonaws.{region}.{service}"


def service_faults(region: str, services: Sequence[str]) -> Iterator[ArgumentFault]:
    """Names that no service of AWS can have, and those given twice; whether a region has a service is for others to say."""
    for position, service in enumerate(services):
        if service in services[:position]:
            yield ArgumentFault("endpoints", f'"{service}"', "each service once", "remove the second one")
        if is_whole(service):
            whole = _WHOLE.fullmatch(service)
            if whole is None or whole["region"] != region:
                fix = f"write com.amazonaws.vpce.{region}.vpce-svc-… as its owner gives it"
                yield ArgumentFault("endpoints", f'"{service}"', f"an endpoint service of {region}", fix)
        elif full := _FULL.fullmatch(service):
            expected = "a service's name without its region"
            yield ArgumentFault("endpoints", f'"{service}"', expected, f"write {full['service']}; the network knows its region")
        elif not _NAME.fullmatch(service):
            mended = re.sub(r"[^a-z0-9.]+", "-", service.strip().lower()).strip("-.")
            fix = f"write {mended}, say" if mended else "write s3, ecr.api or sts, say"
            yield ArgumentFault("endpoints", f'"{service}"', "a service's name as AWS spells it", fix)
