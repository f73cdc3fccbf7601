"""Which services a network on AWS can have an endpoint of, by region: no look-up is made while a program runs.

Alibaba Cloud has one service with gateway endpoints, whose regions its component knows; what it offers by PrivateLink, only its
console lists.

Sources, as of August 2026:
- names: github.com/aws/aws-cdk, packages/aws-cdk-lib/aws-ec2/lib/vpc-endpoint.ts, which follows
  docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html.
- regions: those of the service itself, by AWS' public parameters below /aws/service/global-infrastructure as
  github.com/prowler-cloud/prowler collects them (prowler/providers/aws/aws_regions_by_service.json, 20 August 2026). An endpoint
  can come later than its service, so what passes here may still be refused there; where the service is not, no endpoint is.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

from .regions import ZONES

_EVERYWHERE = """
    access-analyzer acm acm-pca appconfig appconfigdata application-autoscaling application-signals aps aps-workspaces athena
    autoscaling autoscaling-plans backup batch cloudcontrolapi cloudformation cloudtrail codedeploy codedeploy-commands-secure
    cognito-identity cognito-idp config console controlcatalog data-servicediscovery datasync dms drs ds ds-data dynamodb
    dynamodb-streams ebs ec2 ec2messages ecr.api ecr.dkr ecs ecs-agent ecs-telemetry eks eks-auth elasticache
    elasticfilesystem elasticloadbalancing elasticmapreduce emr-serverless emr-serverless-services.livy
    emr-serverless.dashboard events execute-api fsx glue glue.dashboard guardduty guardduty-data identitystore imagebuilder
    kafka kafkaconnect kinesis-firehose kinesis-streams kms lakeformation lambda license-manager logs mgn monitoring mq
    network-firewall organizations pca-connector-ad pi ram rbin rds redshift redshift-data resource-groups rolesanywhere s3
    s3tables sagemaker.api sagemaker.runtime secretsmanager securityhub servicediscovery signin sns social-messaging sqs ssm
    ssmmessages states storagegateway sts swf sync-states synthetics tagging transfer transfer.server trustedadvisor
    verifiedpermissions wafv2 xray
"""
"""What every region has; application-signals, autoscaling-plans and s3tables, whose regions AWS does not list, among them."""

_ELSEWHERE: Mapping[str, str] = {
    "compute-optimizer networkmonitor": "all -new",
    "bedrock bedrock-runtime": "all -ap-east-1",
    "redshift-serverless": "all -me-south-1",
    "applicationinsights servicecatalog-appregistry": "all -new ca-west-1",
    "inspector-scan inspector2 license-manager-linux-subscriptions license-manager-user-subscriptions pca-connector-scep": (
        "all -ap-southeast-6"
    ),
    "account internetmonitor launchwizard": "all -new -il-central-1",
    "emr-containers": "all -new -ap-southeast-4",
    "elasticbeanstalk elasticbeanstalk-health": "all -ap-east-2 -mx-central-1",
    "observabilityadmin": "all -me-central-1 -me-south-1",
    "cloudhsmv2": "all -ap-east-2 -ap-southeast-4",
    "rum rum-dataplane shield": "all -ap-east-2 -ap-southeast-6",
    "servicecatalog": "all -new ap-southeast-6 ca-west-1",
    "codepipeline": "all -new ap-southeast-5 ap-southeast-6",
    "pipes pipes-data": "all -new -ap-southeast-4 -il-central-1",
    "codebuild": "all -ap-east-2 -ca-west-1 -mx-central-1",
    "s3vectors": "all -il-central-1 -me-central-1 -me-south-1",
    "airflow.api airflow.env airflow.ops appsync-api": "all -ap-east-2 -ap-southeast-6 -mx-central-1",
    "pinpoint-sms-voice-v2": "all -ap-east-1 -ap-southeast-5 -ap-southeast-7",
    "appmesh appmesh-envoy-management sagemaker.featurestore-runtime": "all -new -ap-south-2 -ap-southeast-4 -me-central-1",
    "codecommit git-codecommit": "all -new -ap-southeast-4 -eu-central-2 -eu-south-2",
    "schemas": "all -new -ap-south-2 -ap-southeast-4 -il-central-1",
    "sagemaker.metrics": "all -ap-east-2 -ap-southeast-7 -me-central-1 -mx-central-1",
    "vpc-lattice": "all -ap-east-2 -ap-southeast-6 -ap-southeast-7 -il-central-1",
    "outposts": "all -new -ap-south-2 -ap-southeast-4 -eu-central-2 mx-central-1",
    "fis": "all -new -ap-south-2 -ap-southeast-3 -ap-southeast-4 -il-central-1",
    "email email-smtp mail-manager": "all -new -ap-east-1 -ap-southeast-4 -eu-south-2 ap-southeast-5 ca-west-1",
    "s3-outposts": "all -new -ap-south-2 -ap-southeast-4 -eu-central-2 -eu-south-2 -me-central-1",
    "macie2": "all -new -ap-south-2 -ap-southeast-3 -ap-southeast-4 -eu-central-2 -eu-south-2 -me-central-1",
    "neptune-graph neptune-graph-data": (
        "all -new -ap-south-2 -ap-southeast-3 -ap-southeast-4 -eu-south-1 -eu-south-2 ap-southeast-5 ca-west-1"
    ),
    "quicksight-website": "all -new -ap-east-1 -ap-northeast-3 -ap-south-2 -ap-southeast-4 -me-south-1 -us-west-1 ap-southeast-5",
    "mediaconnect": "all -new -ap-southeast-3 -eu-central-2 -eu-south-1 -eu-south-2 -il-central-1 -me-south-1 ap-southeast-5",
    "iot.credentials iot.data": (
        "all -new -af-south-1 -ap-northeast-3 -ap-south-2 -ap-southeast-3 -ap-southeast-4 -eu-central-2 ap-southeast-5"
    ),
    "polly": (
        "all -new -ap-south-2 -ap-southeast-3 -ap-southeast-4 -eu-south-1 -il-central-1 -me-central-1 ap-southeast-5 ap-southeast-7"
    ),
    "comprehend pinpoint": "core",
    "bcm-pricing-calculator billing billingconductor ce codewhisperer cost-optimization-hub managedblockchain-query tax": (
        "us-east-1"
    ),
    "devops-guru ssm-contacts ssm-incidents ssm-quicksetup": "core west",
    "sagemaker-geospatial": "us-west-2",
    "iotsitewise.api iotsitewise.data personalize personalize-events personalize-runtime": "core -eu-west-2",
    "proton": "core -ap-south-1",
    "codecatalyst.git codecatalyst.packages": "eu-west-1 us-west-2",
    "ecr-public.api qapps": "us-east-1 us-west-2",
    "snow-device-management": "core west ap-east-1",
    "codeconnections.api codestar-connections.api": "core west eu-south-1",
    "q": "eu-central-1 us-east-1",
    "networkflowmonitor networkflowmonitorreports refactor-spaces securitylake": "core west ap-northeast-3",
    "rds-data": "core eu-west-3 us-west-1",
    "entityresolution": "core -ap-south-1 af-south-1",
    "forecast forecastquery": "core -ca-central-1 -eu-west-2",
    "workmail": "eu-west-1 us-east-1 us-west-2",
    "auditmanager": "core -ap-northeast-2 us-west-1",
    "deadline.management deadline.scheduling grafana grafana-workspace": "core -ap-south-1 -ca-central-1",
    "greengrass": "core ap-southeast-5 eu-south-2",
    "serverlessrepo wellarchitected": "core west ap-east-1 me-south-1",
    "translate": "core west -sa-east-1 ap-east-1",
    "workspaces-web": "core -ap-northeast-2 -us-east-2",
    "finspace finspace-api": "core -ap-northeast-2 -ap-south-1",
    "iotfleetwise pricing.api": "ap-south-1 eu-central-1 us-east-1",
    "kendra": "core -ap-northeast-2 -eu-central-1",
    "models-v2-lex runtime-v2-lex": "core -ap-south-1 -us-east-2 af-south-1",
    "dataexchange": "core -ap-south-1 -ca-central-1 us-west-1",
    "iottwinmaker.api iottwinmaker.data": "core -ca-central-1 -eu-west-2 -us-east-2",
    "cleanrooms cleanrooms-ml": "core -ap-south-1 -ca-central-1 eu-north-1",
    "databrew": "core west af-south-1 ap-east-1 eu-south-1",
    "memory-db": "core west ap-east-1 eu-south-1 eu-south-2",
    "apprunner apprunner.requests": "core -ap-northeast-2 -ca-central-1 eu-west-3",
    "bedrock-data-automation bedrock-data-automation-runtime": "core -ap-northeast-2 -ap-southeast-1 eu-south-2",
    "bedrock-agent bedrock-agent-runtime": "core -us-east-2 eu-central-2 eu-west-3 sa-east-1",
    "clouddirectory": "core -ap-northeast-1 -ap-northeast-2 -ap-south-1",
    "app-integrations cases connect-campaigns profile wisdom": "core -ap-south-1 -eu-west-1 -us-east-2 af-south-1",
    "textract": "core -ap-northeast-1 eu-south-2 eu-west-3 us-west-1",
    "voiceid": "core -ap-northeast-2 -ap-south-1 -eu-west-1 -us-east-2",
    "transcribe transcribestreaming": "core west af-south-1 ap-east-1 eu-central-2 me-south-1",
    "codeguru-profiler codeguru-reviewer": "core -ap-northeast-2 -ap-south-1 -ca-central-1 eu-north-1",
    "analytics-omics control-storage-omics storage-omics tags-omics workflows-omics": (
        "core -ap-south-1 -ap-southeast-2 -ca-central-1 il-central-1"
    ),
    "workspaces": "core af-south-1 ap-southeast-5 eu-west-3 il-central-1 sa-east-1",
    "codeartifact.api codeartifact.repositories": "core -ap-northeast-2 -ca-central-1 eu-north-1 eu-south-1 eu-west-3",
    "backup-gateway": "core west af-south-1 ap-east-1 ap-northeast-3 eu-south-1 me-south-1",
    "geo.geofencing geo.maps geo.metadata geo.places geo.routes geo.tracking": (
        "core -ap-northeast-2 ap-southeast-5 eu-north-1 eu-south-2 sa-east-1"
    ),
    "apptest m2": "core west af-south-1 ap-northeast-3 eu-south-1 eu-south-2 il-central-1",
    "repostspace": "core -ap-northeast-1 -ap-northeast-2 -ap-south-1 -eu-west-2 -us-east-2",
    "bedrock-agentcore bedrock-agentcore.gateway": "core west -us-west-1 ap-southeast-5 ap-southeast-7 eu-south-1 eu-south-2",
    "arsenal-discovery discovery migrationhub-orchestrator migrationhub-strategy": (
        "core -ap-northeast-2 -ap-south-1 -ap-southeast-1 -ca-central-1 -us-east-2"
    ),
    "datazone": "core west -us-west-1 ap-east-1 ap-southeast-5 ap-southeast-7 eu-central-2",
    "appstream.api appstream.streaming": "core ap-southeast-5 eu-south-1 eu-south-2 eu-west-3 il-central-1 sa-east-1",
    "payment-cryptography.controlplane payment-cryptography.dataplane": (
        "core -ap-northeast-2 af-south-1 ap-northeast-3 ap-south-2 eu-west-3 sa-east-1"
    ),
    "comprehendmedical": "core -ap-northeast-1 -ap-northeast-2 -ap-south-1 -ap-southeast-1 -eu-central-1",
    "rekognition streaming-rekognition": "core ap-southeast-5 ap-southeast-7 eu-south-2 il-central-1 sa-east-1 us-west-1",
    "thinclient.api": "core -ap-northeast-1 -ap-northeast-2 -ap-southeast-1 -ap-southeast-2 -us-east-2",
    "dsql": "core west -us-west-1 ap-east-1 ap-northeast-3 ap-southeast-4 ca-west-1 eu-south-2",
    "frauddetector": "core -ap-northeast-1 -ap-northeast-2 -ap-south-1 -ca-central-1 -eu-central-1 -eu-west-2",
    "iotwireless.api lorawan.cups lorawan.lns": (
        "core -ap-northeast-2 -ap-south-1 -ap-southeast-1 -ca-central-1 -eu-west-2 -us-east-2 sa-east-1"
    ),
    "cassandra": "core west af-south-1 ap-east-1 ap-southeast-5 ap-southeast-7 ca-west-1 me-central-1 me-south-1",
    "b2bi": "core -ap-northeast-1 -ap-northeast-2 -ap-south-1 -ap-southeast-1 -eu-west-2 ap-south-2 eu-west-3",
    "pcs": "core west -ca-central-1 -us-west-1 af-south-1 ap-northeast-3 ap-southeast-3 eu-south-1 eu-south-2",
    "groundstation": "core -ap-northeast-1 -ap-south-1 -ca-central-1 -eu-west-2 af-south-1 eu-north-1 me-south-1 sa-east-1",
    "dicom-medical-imaging medical-imaging runtime-medical-imaging": (
        "core -ap-northeast-1 -ap-northeast-2 -ap-south-1 -ap-southeast-1 -ca-central-1 -eu-central-1 -us-east-2"
    ),
    "tnb": "core west -ap-northeast-1 -ap-south-1 -ap-southeast-1 -eu-west-1 -eu-west-2 -us-east-2 -us-west-1 eu-south-2",
    "deviceadvisor.iot": (
        "core -ap-northeast-2 -ap-south-1 -ap-southeast-1 -ap-southeast-2 -ca-central-1 -eu-central-1 -eu-west-2 -us-east-2"
    ),
    "timestream-influxdb": (
        "core west -ap-northeast-2 -us-west-1 ap-northeast-3 ap-southeast-3 eu-south-1 eu-south-2 me-central-1 mx-central-1"
    ),
    "braket": (
        "core -ap-northeast-1 -ap-northeast-2 -ap-south-1 -ap-southeast-1 -ap-southeast-2 -ca-central-1 -eu-central-1 "
        "-eu-west-1 -us-east-2 eu-north-1 us-west-1"
    ),
}
"""Services that not every region has, and their regions: words add regions or, behind a hyphen, take them away, in order."""

_GROUPS: Mapping[str, str] = {
    "all": " ".join(ZONES["aws"]),
    "core": (
        "ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 "
        "eu-central-1 eu-west-1 eu-west-2 us-east-1 us-east-2 us-west-2"
    ),
    "west": "eu-north-1 eu-west-3 sa-east-1 us-west-1",
    "new": "ap-east-2 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1 mx-central-1",
}

_FIPS = """
    acm acm-pca airflow.api airflow.env bedrock bedrock-data-automation bedrock-data-automation-runtime bedrock-runtime
    cassandra cloudcontrolapi codebuild codecommit cognito-identity cognito-idp data-servicediscovery dms dynamodb elasticache
    elasticfilesystem email forecast forecastquery fsx git-codecommit guardduty guardduty-data internetmonitor kafka
    kinesis-streams kms license-manager license-manager-linux-subscriptions mail-manager neptune-graph network-firewall
    organizations pcs pi pipes redshift redshift-data redshift-serverless rekognition resource-groups sagemaker.api
    sagemaker.runtime securitylake servicediscovery shield sqs ssm streaming-rekognition sts swf synthetics textract
    timestream-influxdb wafv2 workspaces-web
"""
"""Services with a second endpoint, -fips, that uses validated cryptography alone."""


@functools.cache
def endpoint_regions() -> Mapping[str, frozenset[str]]:
    """By service of AWS, the regions in which a network can have an endpoint of it."""
    found = _read({_EVERYWHERE: "all", **_ELSEWHERE})
    return {**found, **{f"{service}-fips": found[service] for service in _FIPS.split()}}


def _read(table: Mapping[str, str]) -> dict[str, frozenset[str]]:
    return {service: _regions(words) for services, words in table.items() for service in services.split()}


def _regions(words: str) -> frozenset[str]:
    found: set[str] = set()
    for word in words.split():
        name = word.removeprefix("-")
        named = set(_GROUPS.get(name, name).split())
        found = found | named if word == name else found - named
    return frozenset(found)
