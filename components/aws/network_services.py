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


def service_name(region: str, service: str) -> str:
    """A service's name in a region in full, say "com.amazonaws.ap-southeast-3.ecr.api"."""
    prefix = "cn." if region.startswith("cn-") and service in _OF_CHINA.split() else ""
    return f"{prefix}com.amazonaws.{region}.{service}"


def service_faults(services: Sequence[str]) -> Iterator[ArgumentFault]:
    """Names that no service of AWS can have, and those given twice; whether a region has a service is for others to say."""
    for position, service in enumerate(services):
        if service in services[:position]:
            yield ArgumentFault("endpoints", f'"{service}"', "each service once", "remove the second one")
        if full := _FULL.fullmatch(service):
            expected = "a service's name without its region"
            yield ArgumentFault("endpoints", f'"{service}"', expected, f"write {full['service']}; the network knows its region")
        elif not _NAME.fullmatch(service):
            mended = re.sub(r"[^a-z0-9.]+", "-", service.strip().lower()).strip("-.")
            fix = f"write {mended}, say" if mended else "write s3, ecr.api or sts, say"
            yield ArgumentFault("endpoints", f'"{service}"', "a service's name as AWS spells it", fix)
