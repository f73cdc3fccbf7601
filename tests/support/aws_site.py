"""A small AWS site, each part made when it is first asked for, so that a test says only what it is about."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

from tests.support.simulated import Provider

REGION, ACCOUNT = "ap-southeast-3", "111122223333"
TRUST = '{"Version":"2012-10-17","Statement":[]}'

VPC = "aws:ec2/vpc:Vpc"
BLOCK = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
SUBNET = "aws:ec2/subnet:Subnet"
INTERNET = "aws:ec2/internetGateway:InternetGateway"
EGRESS_ONLY = "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway"
ADDRESS = "aws:ec2/eip:Eip"
NAT = "aws:ec2/natGateway:NatGateway"
TABLE = "aws:ec2/routeTable:RouteTable"
ROUTE = "aws:ec2/route:Route"
ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
ACL = "aws:ec2/networkAcl:NetworkAcl"
ACL_RULE = "aws:ec2/networkAclRule:NetworkAclRule"
BEHIND_ACL = "aws:ec2/networkAclAssociation:NetworkAclAssociation"
DHCP = "aws:ec2/vpcDhcpOptions:VpcDhcpOptions"
TOLD = "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
IN_TABLE = "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation"
IN_SUBNET = "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation"
BUCKET = "aws:s3/bucket:Bucket"
PUBLIC_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
ROLE = "aws:iam/role:Role"
INLINE = "aws:iam/rolePolicy:RolePolicy"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
POLICY = "aws:iam/policy:Policy"
PROFILE = "aws:iam/instanceProfile:InstanceProfile"
ISSUER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
KEY = "aws:kms/key:Key"
ALIAS = "aws:kms/alias:Alias"
PLACEMENT = "aws:ec2/placementGroup:PlacementGroup"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
SCALING = "aws:autoscaling/group:Group"
SCALING_POLICY = "aws:autoscaling/policy:Policy"
SCHEDULE = "aws:autoscaling/schedule:Schedule"
HOOK = "aws:autoscaling/lifecycleHook:LifecycleHook"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
TARGETS = "aws:lb/targetGroup:TargetGroup"
LISTENER = "aws:lb/listener:Listener"
SHOWN = "aws:lb/listenerCertificate:ListenerCertificate"
CLUSTER = "aws:eks/cluster:Cluster"
NODES = "aws:eks/nodeGroup:NodeGroup"
ADDON = "aws:eks/addon:Addon"
ENTRY = "aws:eks/accessEntry:AccessEntry"
ACCESS = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
ZONE = "aws:route53/zone:Zone"
RECORD = "aws:route53/record:Record"
SUBNET_GROUP = "aws:rds/subnetGroup:SubnetGroup"
IDENTITY = "aws:eks/podIdentityAssociation:PodIdentityAssociation"


class Site(Provider):
    """The provider of a site with parts to build on."""

    def __init__(self, store: Path, region: str = REGION) -> None:
        super().__init__("aws", store, region=region, allowedAccountIds=f'["{ACCOUNT}"]')

    @cached_property
    def vpc(self) -> str:
        return self.make(VPC, cidrBlock="10.0.0.0/16")

    def subnet(self, number: int = 0, zone: str = "a", **inputs: Any) -> str:
        given = {"vpcId": self.vpc, "cidrBlock": f"10.0.{number}.0/24", "availabilityZone": REGION + zone, **inputs}
        return self.make(SUBNET, f"subnet-{number}", **given)

    @cached_property
    def subnets(self) -> list[str]:
        return [self.subnet(100 + number, zone) for number, zone in enumerate("abc")]

    @cached_property
    def internet(self) -> str:
        return self.make(INTERNET, vpcId=self.vpc)

    @cached_property
    def table(self) -> str:
        return self.make(TABLE, vpcId=self.vpc)

    @cached_property
    def group(self) -> str:
        return self.make(GROUP, "web", vpcId=self.vpc)

    @cached_property
    def role(self) -> dict[str, Any]:
        return self.create(ROLE, "role", assumeRolePolicy=TRUST)[1]

    @cached_property
    def template(self) -> str:
        return self.make(TEMPLATE, "template", imageId="ami-0a1b2c3d4e5f67890", instanceType="m7i.large")

    @cached_property
    def scaling(self) -> str:
        return self._scaling("web")

    @cached_property
    def another_scaling(self) -> str:
        return self._scaling("api")

    def _scaling(self, label: str) -> str:
        inputs = {"vpcZoneIdentifiers": self.subnets, "launchTemplate": {"id": self.template}}
        return self.make(SCALING, label, minSize=1, maxSize=9, **inputs)

    @cached_property
    def balancer(self) -> str:
        return self.make(BALANCER, "front", subnets=self.subnets, securityGroups=[self.group], internal=True)

    @cached_property
    def targets(self) -> str:
        return self.make(TARGETS, "targets", port=8080, protocol="HTTP", vpcId=self.vpc)

    @cached_property
    def cluster(self) -> str:
        inputs = {"name": "main", "roleArn": self.role["arn"], "vpcConfig": {"subnetIds": self.subnets}, "version": "1.34"}
        return self.make(CLUSTER, **inputs)

    def entry(self) -> str:
        return self.make(ENTRY, clusterName=self.cluster, principalArn=self.role["arn"])
