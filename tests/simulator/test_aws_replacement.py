"""For every row of AWS's table: which inputs make a new object, and which do not."""

from __future__ import annotations

import pytest

from simulator.aws.cloud import CLOUD
from tests.support import aws_site as aws
from tests.support import replacing, sdk

REPLACING = {
    aws.VPC: {"cidrBlock", "instanceTenancy", "ipv4IpamPoolId", "ipv4NetmaskLength", "region"},
    aws.BLOCK: {"cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", "region", "vpcId"},
    aws.SUBNET: {"availabilityZone", "availabilityZoneId", "cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", "ipv6IpamPoolId"}
    | {"ipv6Native", "ipv6NetmaskLength", "outpostArn", "region", "vpcId"},
    aws.INTERNET: {"region"},
    aws.ADDRESS: {"address", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool", "region"},
    aws.NAT: {"allocationId", "availabilityMode", "connectivityType", "privateIp", "region", "secondaryPrivateIpAddressCount"}
    | {"subnetId", "vpcId"},
    aws.TABLE: {"region", "vpcId"},
    aws.ROUTE: {"destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId", "region", "routeTableId"},
    aws.ASSOCIATION: {"gatewayId", "region", "subnetId"},
    aws.DEFAULT_GROUP: {"region", "vpcId"},
    aws.GROUP: {"description", "name", "namePrefix", "region", "vpcId"},
    aws.INGRESS: {"region", "securityGroupId"},
    aws.EGRESS: {"region", "securityGroupId"},
    aws.FLOW_LOG: {"deliverCrossAccountRole", "destinationOptions", "eniId", "iamRoleArn", "logDestination", "logDestinationType"}
    | {"logFormat", "maxAggregationInterval", "region", "regionalNatGatewayId", "subnetId", "trafficType"}
    | {"transitGatewayAttachmentId", "transitGatewayId", "vpcId"},
    aws.EGRESS_ONLY: {"region", "vpcId"},
    aws.ACL: {"region", "vpcId"},
    aws.ACL_RULE: {"cidrBlock", "egress", "fromPort", "icmpCode", "icmpType", "ipv6CidrBlock", "networkAclId", "protocol"}
    | {"region", "ruleAction", "ruleNumber", "toPort"},
    aws.BEHIND_ACL: {"networkAclId", "region", "subnetId"},
    aws.DHCP: {"domainName", "domainNameServers", "ipv6AddressPreferredLeaseTime", "netbiosNameServers", "netbiosNodeType"}
    | {"ntpServers", "region"},
    aws.TOLD: {"region", "vpcId"},
    aws.ENDPOINT: {"privateDnsEnabled", "region", "resourceConfigurationArn", "serviceName", "serviceNetworkArn", "serviceRegion"}
    | {"vpcEndpointType", "vpcId"},
    aws.IN_TABLE: {"region", "routeTableId", "vpcEndpointId"},
    aws.IN_SUBNET: {"region", "subnetId", "vpcEndpointId"},
    aws.BUCKET: {"bucket", "bucketNamespace", "bucketPrefix", "objectLockEnabled", "region"},
    aws.PUBLIC_BLOCK: {"bucket", "region"},
    aws.ENCRYPTION: {"bucket", "expectedBucketOwner", "region"},
    aws.LIFECYCLE: {"bucket", "expectedBucketOwner", "region"},
    aws.BUCKET_POLICY: {"bucket", "region"},
    aws.LOG_GROUP: {"logGroupClass", "name", "namePrefix", "region"},
    aws.ROLE: {"name", "namePrefix", "path"},
    aws.INLINE: {"name", "namePrefix", "role"},
    aws.ATTACHMENT: {"policyArn", "role"},
    aws.POLICY: {"description", "name", "namePrefix", "path"},
    aws.PROFILE: {"name", "namePrefix", "path"},
    aws.ISSUER: {"url"},
    aws.KEY: {"customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "region", "xksKeyId"},
    aws.ALIAS: {"name", "namePrefix", "region"},
    aws.TEMPLATE: {"name", "namePrefix", "region"},
    aws.SCALING: {"initialLifecycleHooks", "name", "namePrefix", "region"},
    aws.SCALING_POLICY: {"autoscalingGroupName", "name", "region"},
    aws.SCHEDULE: {"autoscalingGroupName", "region", "scheduledActionName"},
    aws.PLACEMENT: {"name", "partitionCount", "region", "spreadLevel", "strategy"},
    aws.HOOK: {"name", "region"},
    aws.ALARM: {"name", "region"},
    aws.BALANCER: {"customerOwnedIpv4Pool", "internal", "loadBalancerType", "name", "namePrefix", "region"},
    aws.TARGETS: {"ipAddressType", "name", "namePrefix", "port", "protocol", "protocolVersion", "region", "targetType", "vpcId"},
    aws.LISTENER: {"loadBalancerArn", "region"},
    "aws:lb/listenerRule:ListenerRule": {"listenerArn", "region"},
    aws.SHOWN: {"certificateArn", "listenerArn", "region"},
    aws.CLUSTER: {"bootstrapSelfManagedAddons", "name", "region", "roleArn"},
    aws.NODES: {"amiType", "capacityType", "clusterName", "diskSize", "instanceTypes", "nodeGroupName", "nodeGroupNamePrefix"}
    | {"nodeRoleArn", "region", "remoteAccess", "subnetIds"},
    aws.ADDON: {"addonName", "clusterName", "region"},
    aws.ENTRY: {"clusterName", "principalArn", "region", "type"},
    aws.ACCESS: {"accessScope", "clusterName", "policyArn", "principalArn", "region"},
    aws.IDENTITY: {"clusterName", "namespace", "region", "serviceAccount"},
    aws.ZONE: {"delegationSetId", "name"},
    aws.RECORD: {"name", "zoneId"},
    aws.SUBNET_GROUP: {"name", "namePrefix", "region"},
    "aws:cloudwatch/eventRule:EventRule": {"eventBusName", "name", "namePrefix", "region"},
    "aws:cloudwatch/eventTarget:EventTarget": {"eventBusName", "region", "rule", "targetId"},
    "aws:sqs/queue:Queue": {"fifoQueue", "name", "namePrefix", "region"},
    "aws:sqs/queuePolicy:QueuePolicy": {"queueUrl", "region"},
    "aws:accessanalyzer/analyzer:Analyzer": {"analyzerName", "configuration", "region", "type"},
    "aws:account/region:Region": {"accountId", "regionName"},
    "aws:ebs/encryptionByDefault:EncryptionByDefault": {"region"},
    "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": {"region"},
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": {"region"},
    "aws:iam/serviceLinkedRole:ServiceLinkedRole": {"awsServiceName", "customSuffix"},
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": {"accountId"},
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": {"bucket", "expectedBucketOwner", "objectLockEnabled"}
    | {"region"},
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {"bucket", "region"},
    "aws:s3/bucketVersioning:BucketVersioning": {"bucket", "expectedBucketOwner", "region"},
    **replacing.ROWS,
}

MADE = {aws.SUBNET: {"assignIpv6AddressOnCreation": False}, aws.CLUSTER: {"computeConfig": {}, "encryptionConfig": {}}}
"""Old outputs of another form than the inputs, where a row looks at them."""

NESTED = [
    (aws.CLUSTER, "accessConfig", "bootstrapClusterCreatorAdminPermissions", True),
    (aws.CLUSTER, "accessConfig", "authenticationMode", False),
    (aws.CLUSTER, "kubernetesNetworkConfig", "ipFamily", True),
    (aws.CLUSTER, "kubernetesNetworkConfig", "serviceIpv4Cidr", True),
    (aws.CLUSTER, "vpcConfig", "endpointPublicAccess", False),
    (aws.CLUSTER, "vpcConfig", "subnetIds", False),
    (aws.CLUSTER, "computeConfig", "nodeRoleArn", True),
    (aws.CLUSTER, "outpostConfig", "controlPlaneInstanceType", True),
    (aws.CLUSTER, "outpostConfig", "outpostArns", False),
    (aws.CLUSTER, "remoteNetworkConfig", "remoteNodeNetworks", False),
    (aws.NODES, "launchTemplate", "id", True),
    (aws.NODES, "launchTemplate", "name", True),
    (aws.NODES, "launchTemplate", "version", False),
    (aws.NODES, "scalingConfig", "maxSize", False),
]


@pytest.fixture
def site(tmp_path):
    return aws.Site(tmp_path / "clouds.sqlite")


def test_every_row_is_held_to_account():
    assert REPLACING.keys() == CLOUD.rules.keys()


@pytest.mark.parametrize("token", REPLACING)
def test_these_inputs_replace_and_no_others_do(site, token):
    inputs = sorted(sdk.inputs(token) & sdk.outputs(token))
    old = dict.fromkeys(inputs, "a")
    changed = site.diff(token, old, dict.fromkeys(inputs, "b"), outputs={**old, **MADE.get(token, {})})
    assert set(changed.diffs) == set(inputs)
    assert set(changed.replaces) == REPLACING[token]


@pytest.mark.parametrize(("token", "root", "key", "replaces"), NESTED)
def test_inside_an_object_only_these_do(site, token, root, key, replaces):
    old, new = {root: {key: "a", "other": "x"}}, {root: {key: "b", "other": "y"}}
    answer = site.diff(token, old, new, outputs=old)
    kinds = {path: kind.kind for path, kind in answer.detailedDiff.items()}
    assert kinds == {f"{root}.{key}": 5 if replaces else 4, f"{root}.other": 4}
    assert list(answer.replaces) == ([root] if replaces else [])


def test_a_clusters_encryption_can_begin_and_not_end(site):
    encrypted = {"encryptionConfig": {"resources": ["secrets"], "provider": {"keyArn": "k"}}}
    assert site.replaces(aws.CLUSTER, {}, encrypted) == []
    assert site.replaces(aws.CLUSTER, encrypted, {}) == ["encryptionConfig"]


def test_a_vpc_can_leave_its_own_hardware_and_not_enter_it(site):
    shared, own = {"instanceTenancy": "default"}, {"instanceTenancy": "dedicated"}
    assert site.replaces(aws.VPC, shared, own) == ["instanceTenancy"]
    assert site.replaces(aws.VPC, own, shared) == []


def test_a_clusters_node_role_can_go_when_nothing_needs_it(site):
    on = {"enabled": True, "nodePools": ["system"], "nodeRoleArn": "r"}

    def replaces(new):
        return site.diff(aws.CLUSTER, {"computeConfig": on}, {"computeConfig": new}, outputs={"computeConfig": on}).replaces

    assert list(replaces({"enabled": False})) == []
    assert list(replaces({"enabled": True})) == []
    assert list(replaces({"enabled": True, "nodePools": ["system"]})) == ["computeConfig"]


@pytest.mark.parametrize(("gives_out", "replaces"), [(True, ["ipv6CidrBlock"]), (False, [])])
def test_a_subnet_that_gives_out_ipv6_addresses_keeps_their_block(site, gives_out, replaces):
    old, new = ({"assignIpv6AddressOnCreation": gives_out, "ipv6CidrBlock": block} for block in ("a", "b"))
    assert site.replaces(aws.SUBNET, old, new) == replaces


def test_an_interface_endpoint_takes_its_private_name_on_and_off(site):
    off, on = ({"vpcEndpointType": "Interface", "privateDnsEnabled": enabled} for enabled in (False, True))
    assert site.replaces(aws.ENDPOINT, off, on) == []


@pytest.mark.parametrize("token", [aws.INGRESS, aws.EGRESS])
def test_a_rule_keeps_its_kind_of_peer(site, token):
    block, group = {"cidrIpv4": "10.0.0.0/8"}, {"referencedSecurityGroupId": "sg-1"}
    assert site.replaces(token, block, {"cidrIpv4": "10.0.0.0/16"}) == []
    assert site.replaces(token, block, group) == ["cidrIpv4", "referencedSecurityGroupId"]


def test_a_regional_nat_gateway_cannot_change_who_gives_its_addresses(site):
    auto = {"availabilityMode": "regional", "vpcId": "vpc-1"}
    manual = {**auto, "availabilityZoneAddresses": [{"availabilityZone": "a", "allocationIds": ["eipalloc-1"]}]}
    more = {**auto, "availabilityZoneAddresses": [{"availabilityZone": "b", "allocationIds": ["eipalloc-2"]}]}
    assert site.replaces(aws.NAT, auto, manual) == ["availabilityZoneAddresses"]
    assert site.replaces(aws.NAT, manual, auto) == ["availabilityZoneAddresses"]
    assert site.replaces(aws.NAT, manual, more) == []


def test_a_nat_gateways_count_of_addresses_may_go(site):
    assert site.replaces(aws.NAT, {"secondaryPrivateIpAddressCount": 1}, {"secondaryPrivateIpAddressCount": 2}) == [
        "secondaryPrivateIpAddressCount"
    ]
    assert site.replaces(aws.NAT, {"secondaryPrivateIpAddressCount": 1}, {}) == []


@pytest.mark.parametrize(
    ("token", "path", "forms"),
    [
        (aws.SCALING, "vpcZoneIdentifiers", (["a", "b"], ["b", "a"])),
        (aws.NODES, "subnetIds", (["a", "b"], ["b", "a"])),
        (aws.CLUSTER, "enabledClusterLogTypes", (["api", "audit"], ["audit", "api"])),
        (aws.TEMPLATE, "vpcSecurityGroupIds", (["a", "b"], ["b", "a"])),
        (aws.ROLE, "assumeRolePolicy", ('{"a": 1, "b": 2}', '{"b":2,"a":1}')),
        (aws.GROUP, "ingress", ([{"fromPort": 1}, {"fromPort": 2}], [{"fromPort": 2}, {"fromPort": 1}])),
        (aws.TABLE, "routes", ([{"gatewayId": "a"}, {"gatewayId": "b"}], [{"gatewayId": "b"}, {"gatewayId": "a"}])),
        (aws.INGRESS, "ipProtocol", ("6", "TCP")),
        (aws.ACL_RULE, "protocol", ("all", "-1")),
        (aws.ACL_RULE, "ruleAction", ("ALLOW", "allow")),
        (aws.ENDPOINT, "securityGroupIds", (["a", "b"], ["b", "a"])),
        (aws.ENDPOINT, "policy", ('{"a": [1]}', '{ "a": [ 1 ] }')),
        (aws.ALIAS, "targetKeyId", ("1234", "arn:aws:kms:ap-southeast-3:123456789012:key/1234")),
        (aws.ACCESS, "accessScope", ({"namespaces": ["a", "b"]}, {"namespaces": ["b", "a"]})),
        (aws.ZONE, "vpcs", ([{"vpcId": "a"}, {"vpcId": "b"}], [{"vpcId": "b"}, {"vpcId": "a"}])),
        (aws.RECORD, "records", (["a", "b"], ["b", "a"])),
        (aws.POLICY, "policy", ('{"a": [1]}', '{ "a": [ 1 ] }')),
    ],
)
def test_two_ways_to_write_the_same_are_no_difference(site, token, path, forms):
    old, new = ({path: form} for form in forms)
    assert not site.diff(token, old, new).detailedDiff
