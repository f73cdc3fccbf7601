"""IPv6, endpoints, flow logs to a bucket, the ACL of the data tier and DHCP options of a network on AWS."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.addressing import ExtraTier
from components.aws.network_acl import rule_numbers
from components.aws.network_services import service_name
from components.contracts import Dhcp, FlowLogs
from tests.support.clouds import AWS
from tests.support.mocks import ID_PREFIX, Recorded, Recording, changes

TIERS = {"cache": ExtraTier(like="data", slot=1), "batch": ExtraTier(like="pods", slot=3, cidr="10.34.0.0/17")}
SUBNET, ROUTE, ENDPOINT = "aws:ec2/subnet:Subnet", "aws:ec2/route:Route", "aws:ec2/vpcEndpoint:VpcEndpoint"
IN_TABLE = "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
SERVICE = "com.amazonaws.vpce.ap-southeast-3.vpce-svc-0a1b2c3d4e5f67890"
ACL_RULE = "aws:ec2/networkAclRule:NetworkAclRule"
BUCKET = "aws:s3/bucket:Bucket"


def network(**options) -> Recording:
    return AWS.recorded_network.__wrapped__(AWS, **options)


def inputs(found: Recording, type_: str, *names: str) -> list:
    return [tuple(each.inputs.get(name) for name in names) for each in found.of(type_)]


class TestTiers:
    def test_a_tier_has_the_routes_tags_and_guards_of_what_it_is_like(self):
        found = network(tiers=TIERS, nat="per_zone")
        routes = {route.name for route in found.of(ROUTE)}
        assert {f"net-batch-{zone}-out" for zone in "abc"} <= routes
        assert not [name for name in routes if "cache" in name]
        assert found.one(SUBNET, "net-batch-a").inputs["tags"]["kubernetes.io/role/cni"] == "1"
        guarded = [each.name for each in found.of("aws:ec2/networkAclAssociation:NetworkAclAssociation")]
        assert guarded == [f"net-{tier}-{zone}" for tier in ("cache", "data") for zone in "abc"]

    def test_a_tier_with_a_block_waits_for_it(self):
        found = network(tiers=TIERS)
        blocks = inputs(found, "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "cidrBlock")
        assert blocks == [("10.34.0.0/17",), ("10.33.0.0/16",)]
        association = found.one("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "net-batch")
        assert association.urn in found.one(SUBNET, "net-batch-a").property_dependencies["vpcId"]
        assert association.urn not in found.one(SUBNET, "net-cache-a").property_dependencies["vpcId"]


class TestIpv6:
    def test_every_subnet_has_a_block_that_follows_from_its_zone_and_tier(self):
        found = network(ipv6=True, tiers=TIERS)
        assert found.one("aws:ec2/vpc:Vpc").inputs["assignGeneratedIpv6CidrBlock"] is True
        blocks = {each.name: each.inputs["ipv6CidrBlock"] for each in found.of(SUBNET)}
        assert len(set(blocks.values())) == len(blocks) == 18
        assert blocks["net-public-a"] == "2001:db8:1234:5600::/64"
        assert blocks["net-private-b"] == "2001:db8:1234:5621::/64"
        assert blocks["net-batch-c"] == "2001:db8:1234:5646::/64"
        assert not [each for each in network().of(SUBNET) if "ipv6CidrBlock" in each.inputs]

    def test_public_leads_to_the_internet_private_one_way_only_and_data_nowhere(self):
        found = network(ipv6=True, nat="none")
        ways = {
            route.name: route.inputs.get("gatewayId") or route.inputs["egressOnlyGatewayId"]
            for route in found.of(ROUTE)
            if route.inputs.get("destinationIpv6CidrBlock") == "::/0"
        }
        egress, internet = f"{ID_PREFIX}net-egress-only", f"{ID_PREFIX}net-internet"
        expected = {"public": internet, "private": egress, "pods": egress}
        assert ways == {f"net-{tier}-{zone}-out-ipv6": way for tier, way in expected.items() for zone in "abc"}

    @pytest.mark.parametrize(
        ("options", "tiers"),
        [
            ({}, set()),
            ({"ipv6_on_launch": True}, {"private", "pods"}),
            ({"ipv6_on_launch": True, "public_ip_on_launch": True}, {"private", "pods", "public"}),
        ],
    )
    def test_addresses_on_launch_must_be_asked_for(self, options, tiers):
        asked = [each.name for each in network(ipv6=True, **options).of(SUBNET) if each.inputs.get("assignIpv6AddressOnCreation")]
        assert {name.split("-")[1] for name in asked} == tiers


class TestEndpoints:
    def test_s3_is_reached_by_the_tables_that_would_lead_there_by_nat(self):
        found = network(tiers=TIERS)
        assert inputs(found, ENDPOINT, "serviceName", "vpcEndpointType") == [("com.amazonaws.ap-southeast-3.s3", "Gateway")]
        tables = {each.name: each.inputs["routeTableId"] for each in found.of(IN_TABLE)}
        assert tables == {
            f"net-endpoint-s3-{tier}-{zone}": f"{ID_PREFIX}net-{tier}-{zone}"
            for tier in ("private", "pods", "batch")
            for zone in "abc"
        }

    def test_without_endpoints_there_is_nothing_of_them(self):
        found = network(endpoints=())
        assert [found.of(type_) for type_ in (ENDPOINT, IN_TABLE, "aws:ec2/securityGroup:SecurityGroup")] == [[], [], []]

    def test_interfaces_stand_in_every_zones_private_subnet(self):
        found = network(endpoints=("ecr.api", "sts"))
        expected = {(f"com.amazonaws.ap-southeast-3.{service}", "Interface", True) for service in ("ecr.api", "sts")}
        assert set(inputs(found, ENDPOINT, "serviceName", "vpcEndpointType", "privateDnsEnabled")) == expected
        assert {tuple(each.inputs["subnetIds"]) for each in found.of(ENDPOINT)} == {
            tuple(f"{ID_PREFIX}net-private-{zone}" for zone in "abc")
        }

    def test_interfaces_are_open_to_https_from_the_network_alone(self):
        found = network(endpoints=("sts",), tiers=TIERS, ipv6=True)
        group = found.one("aws:ec2/securityGroup:SecurityGroup")
        assert found.one(ENDPOINT).inputs["securityGroupIds"] == [group.id]
        rules = found.of(INGRESS)
        assert {(rule.inputs["ipProtocol"], rule.inputs["fromPort"], rule.inputs["toPort"]) for rule in rules} == {
            ("tcp", 443, 443)
        }
        peers = {rule.name: rule.inputs.get("cidrIpv4") or rule.inputs["cidrIpv6"] for rule in rules}
        assert peers == {
            "net-endpoints-from-cidr": "10.32.0.0/16",
            "net-endpoints-from-pods": "10.33.0.0/16",
            "net-endpoints-from-10-34-0-0-17": "10.34.0.0/17",
            "net-endpoints-from-ipv6": "2001:db8:1234:5600::/56",
        }
        assert found.of("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule") == []

    def test_a_policy_says_what_may_be_done_through_one(self):
        policy = json.dumps({"Version": "2012-10-17", "Statement": []})
        found = network(endpoints=("s3", "dynamodb"), endpoint_policies={"s3": policy})
        assert found.one(ENDPOINT, "net-endpoint-s3").inputs["policy"] == policy
        assert "policy" not in found.one(ENDPOINT, "net-endpoint-dynamodb").inputs

    @pytest.mark.parametrize(
        ("more", "updated"),
        [
            ({"endpoints": ("s3", "sts")}, {"VpcEndpoint net-endpoint-sts"}),
            ({"endpoints": ("s3", "sts"), "zones": ("c", "a", "b")}, {"VpcEndpoint net-endpoint-sts"}),
            ({"endpoints": ("logs", "sts", "s3"), "zones": ("b", "a")}, set()),
        ],
    )
    def test_another_zone_touches_interfaces_alone_and_another_service_nothing(self, more, updated):
        added, removed, changed = changes(network(endpoints=("s3", "sts"), zones=("a", "b")), network(**more))
        assert (removed, changed) == (set(), updated)
        assert all(name.endswith(("-c", "-c-out")) or "logs" in name for name in added)

    @pytest.mark.parametrize(
        ("region", "service", "name"),
        [
            ("ap-southeast-3", "ecr.api", "com.amazonaws.ap-southeast-3.ecr.api"),
            ("cn-north-1", "ecr.api", "cn.com.amazonaws.cn-north-1.ecr.api"),
            ("cn-north-1", "logs", "com.amazonaws.cn-north-1.logs"),
            ("cn-northwest-1", "s3", "com.amazonaws.cn-northwest-1.s3"),
        ],
    )
    def test_a_service_has_a_name_in_each_region(self, region, service, name):
        assert service_name(region, service) == name

    def test_a_service_of_another_company_is_found_where_it_is_and_by_its_own_name_if_asked(self):
        key = SERVICE.rpartition(".")[2]
        found = network(endpoints=(SERVICE,), endpoint_zones={SERVICE: ("b",)}, endpoint_ports=(443, 5432))
        endpoint = found.one(ENDPOINT, f"net-endpoint-{key}")
        assert (endpoint.inputs["serviceName"], endpoint.inputs["privateDnsEnabled"]) == (SERVICE, False)
        assert endpoint.inputs["subnetIds"] == [f"{ID_PREFIX}net-private-b"]
        ports = {each.name: each.inputs["fromPort"] for each in found.of(INGRESS)}
        peers = ("cidr", "pods")
        assert ports == {
            **{f"net-endpoints-from-{peer}": 443 for peer in peers},
            **{f"net-endpoints-from-{peer}-5432": 5432 for peer in peers},
        }
        assert network(endpoints=(SERVICE,), endpoint_private_names=(SERVICE,)).one(ENDPOINT).inputs["privateDnsEnabled"]


class TestSubnets:
    def test_dns64_is_of_what_leaves_by_nat_and_leads_there(self):
        found = network(dns64=True, ipv6=True, zones=("a", "b"))
        synthesised = {each.name.split("-")[1] for each in found.of(SUBNET) if each.inputs["enableDns64"]}
        assert synthesised == {"private", "pods"}
        ways = {each.name: each.inputs["natGatewayId"] for each in found.of(ROUTE) if "64:ff9b" in str(each.inputs)}
        assert ways == {f"net-{tier}-{zone}-out-nat64": f"{ID_PREFIX}net-nat-a" for tier in ("private", "pods") for zone in "ab"}

    @pytest.mark.parametrize(
        ("told", "said"),
        [
            ({}, {("ip-name", False, False)}),
            ({"resource_names": True}, {("resource-name", True, False)}),
            ({"resource_names": True, "ipv6": True}, {("resource-name", True, True)}),
        ],
    )
    def test_machines_are_named_by_address_or_by_id(self, told, said):
        names = (
            "privateDnsHostnameTypeOnLaunch",
            "enableResourceNameDnsARecordOnLaunch",
            "enableResourceNameDnsAaaaRecordOnLaunch",
        )
        assert set(inputs(network(**told), SUBNET, *names)) == said

    def test_a_vpc_is_shared_and_not_counted_unless_asked(self):
        names = ("instanceTenancy", "enableNetworkAddressUsageMetrics", "ipv4IpamPoolId")
        assert inputs(network(), "aws:ec2/vpc:Vpc", *names) == [(None, False, None)]
        told = {"tenancy": "dedicated", "address_metrics": True, "ipam_pool": "ipam-pool-0a1b2c3d4e5f67890"}
        assert inputs(network(**told), "aws:ec2/vpc:Vpc", *names) == [("dedicated", True, told["ipam_pool"])]

    def test_every_block_is_allocated_from_the_pool_as_it_stands_in_the_plan(self):
        found = network(ipam_pool="ipam-pool-0a1b2c3d4e5f67890", tiers=TIERS)
        kinds = ("aws:ec2/vpc:Vpc", "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation")
        blocks = {each.inputs["cidrBlock"] for kind in kinds for each in found.of(kind)}
        assert blocks == {"10.32.0.0/16", "10.33.0.0/16", "10.34.0.0/17"}
        assert all(each.ignore_changes == ("ipv4IpamPoolId",) for kind in kinds for each in found.of(kind))

    def test_databases_are_put_in_a_group_of_a_tiers_subnets(self):
        found = network(subnet_groups=("data", "cache"), tiers=TIERS)
        groups = {each.name: each.inputs["subnetIds"] for each in found.of("aws:rds/subnetGroup:SubnetGroup")}
        assert groups == {f"net-{tier}": [f"{ID_PREFIX}net-{tier}-{zone}" for zone in "abc"] for tier in ("cache", "data")}
        assert not network().of("aws:rds/subnetGroup:SubnetGroup")


class TestFlowLogs:
    def test_a_group_or_a_stream_that_exists_takes_them(self):
        group = "arn:aws:logs:ap-southeast-3:111122223333:log-group:/network/flows"
        found = network(flow_log_group=group)
        assert found.one("aws:ec2/flowLog:FlowLog").inputs["logDestination"] == group
        assert not found.of("aws:cloudwatch/logGroup:LogGroup")
        (said,) = json.loads(found.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"])["Statement"]
        assert said["Resource"] == f"{group}:*"
        stream = "arn:aws:firehose:ap-southeast-3:111122223333:deliverystream/flows"
        log = network(flow_logs=FlowLogs(to="stream"), flow_log_stream=stream).one("aws:ec2/flowLog:FlowLog").inputs
        assert (log["logDestinationType"], log["logDestination"], log.get("iamRoleArn")) == ("kinesis-data-firehose", stream, None)

    def test_records_hold_what_is_asked_for_and_lie_where_it_is_asked_for(self):
        asked = {"flow_log_parquet": True, "flow_log_hive_partitions": True, "flow_log_hourly": True}
        found = network(flow_logs=FlowLogs(to="storage"), flow_log_fields=("srcaddr", "vpc-id"), **asked)
        log = found.one("aws:ec2/flowLog:FlowLog").inputs
        assert log["logFormat"] == "${srcaddr} ${vpc-id}"
        assert log["destinationOptions"] == {"fileFormat": "parquet", "hiveCompatiblePartitions": True, "perHourPartition": True}
        write = json.loads(found.one("aws:s3/bucketPolicy:BucketPolicy").inputs["policy"])["Statement"][0]
        assert write["Resource"].endswith("/AWSLogs/aws-account-id=111122223333/*")
        plain = network(flow_logs=FlowLogs(to="storage")).one("aws:ec2/flowLog:FlowLog").inputs
        assert not {"logFormat", "destinationOptions"} & plain.keys()

    def test_a_bucket_of_their_own_is_closed_encrypted_and_emptied(self):
        found = network(flow_logs=FlowLogs(to="storage", days=365, traffic="rejected"), flow_log_interval=60)
        bucket = found.one(BUCKET)
        log = found.one("aws:ec2/flowLog:FlowLog").inputs
        assert (log["logDestinationType"], log["logDestination"]) == ("s3", "arn:aws:s3:::net-flow-logs-0a1b2c3")
        assert (log["trafficType"], log["maxAggregationInterval"], log.get("iamRoleArn")) == ("REJECT", 60, None)
        closed = found.one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs
        assert {name: closed[name] for name in closed if name != "bucket"} == dict.fromkeys(
            ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), True
        )
        (rule,) = found.one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs["rules"]
        assert (rule["status"], rule["expiration"], rule["filter"]) == ("Enabled", {"days": 365}, {"prefix": ""})
        assert self.encryption(found) == {"sseAlgorithm": "AES256"}
        assert not found.of("aws:cloudwatch/logGroup:LogGroup") + found.of("aws:iam/role:Role")
        assert bucket.inputs["tags"] == {"owner": "platform", "Name": "net-flow-logs"}

    def test_a_key_encrypts_them_in_either_place(self):
        key = "arn:aws:kms:ap-southeast-3:111122223333:key/1234"
        stored = network(flow_logs=FlowLogs(to="storage"), flow_log_key=key)
        assert self.encryption(stored) == {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": key}
        assert network(flow_log_key=key).one("aws:cloudwatch/logGroup:LogGroup").inputs["kmsKeyId"] == key

    def test_a_bucket_is_kept_as_it_is_or_empties_itself(self):
        stored = network(flow_logs=FlowLogs(to="storage"))
        assert {each.type for each in stored.values() if each.retain_on_delete} == {
            each.type for each in stored.values() if each.type.startswith("aws:s3/")
        }
        assert stored.one(BUCKET).inputs["forceDestroy"] is False
        passing = network(flow_logs=FlowLogs(to="storage", keep=False))
        assert passing.one(BUCKET).inputs["forceDestroy"] is True
        assert not [each for each in passing.values() if each.retain_on_delete]

    def encryption(self, found: Recording) -> dict[str, str]:
        (rule,) = found.one("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration").inputs[
            "rules"
        ]
        return rule["applyServerSideEncryptionByDefault"]

    def test_only_this_accounts_deliveries_and_only_tls_are_let_in(self):
        found = network(flow_logs=FlowLogs(to="storage"))
        policy = found.one("aws:s3/bucketPolicy:BucketPolicy")
        assert policy.urn in found.one("aws:ec2/flowLog:FlowLog").dependencies
        write, check, tls = json.loads(policy.inputs["policy"])["Statement"]
        assert write["Condition"]["StringEquals"] == {
            "aws:SourceAccount": "111122223333",
            "s3:x-amz-acl": "bucket-owner-full-control",
        }
        assert write["Resource"] == "arn:aws:s3:::net-flow-logs-0a1b2c3/AWSLogs/111122223333/*"
        assert check["Condition"]["ArnLike"]["aws:SourceArn"] == "arn:aws:logs:ap-southeast-3:111122223333:*"
        assert (tls["Effect"], tls["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})

    def test_a_bucket_that_exists_is_left_as_it_is(self):
        arn = "arn:aws:s3:::flow-logs/jakarta"
        found = network(flow_logs=FlowLogs(to="storage"), flow_log_bucket=arn)
        assert found.one("aws:ec2/flowLog:FlowLog").inputs["logDestination"] == arn
        assert not [each for each in found.values() if each.type.startswith("aws:s3/")]


class TestDataAcl:
    def rules(self, found: Recording) -> dict[str, Recorded]:
        return {rule.name: rule for rule in found.of(ACL_RULE)}

    def test_what_is_not_the_networks_or_named_stays_out(self):
        rules = self.rules(network(data_from=("10.36.0.0/16",), tiers=TIERS, ipv6=True))
        allowed = {
            "cidr": "10.32.0.0/16",
            "pods": "10.33.0.0/16",
            "10-34-0-0-17": "10.34.0.0/17",
            "10-36-0-0-16": "10.36.0.0/16",
            "ipv6": "2001:db8:1234:5600::/56",
        }
        peers = {name: rule.inputs.get("cidrBlock") or rule.inputs["ipv6CidrBlock"] for name, rule in rules.items()}
        assert peers == {f"net-data-{way}-{key}": block for way in ("from", "to") for key, block in allowed.items()}
        assert {rule.inputs["ruleAction"] for rule in rules.values()} == {"allow"}

    def test_what_comes_in_is_answered_on_whichever_port(self):
        rules = self.rules(network())
        for key in ("cidr", "pods"):
            inward, outward = rules[f"net-data-from-{key}"].inputs, rules[f"net-data-to-{key}"].inputs
            assert (inward["egress"], outward["egress"]) == (False, True)
            assert inward["protocol"] == outward["protocol"] == "-1"
            assert inward["ruleNumber"] == outward["ruleNumber"]

    def test_no_subnet_comes_behind_it_before_its_rules_are_there(self):
        found = network(data_from=("10.36.0.0/16",))
        rules = {rule.urn for rule in self.rules(found).values()}
        associations = found.of("aws:ec2/networkAclAssociation:NetworkAclAssociation")
        assert len(associations) == 3
        assert all(rules <= set(association.dependencies) for association in associations)

    def test_it_can_be_left_out(self):
        assert not [each for each in network(data_acl=False).values() if "networkAcl" in each.type]

    def test_another_block_touches_no_rule(self):
        before = network(data_from=("10.36.0.0/16", "10.40.0.0/16"))
        after = network(data_from=("10.52.0.0/16", "10.40.0.0/16", "10.36.0.0/16"))
        added, removed, changed = changes(before, after)
        assert (removed, changed) == (set(), {f"NetworkAclAssociation net-data-{zone}" for zone in "abc"})
        for zone in "abc":  # which wait for the new rules too, and that is all
            old, new = (
                each.one("aws:ec2/networkAclAssociation:NetworkAclAssociation", f"net-data-{zone}") for each in (before, after)
            )
            assert old.inputs == new.inputs
        assert added == {"NetworkAclRule net-data-from-10-52-0-0-16", "NetworkAclRule net-data-to-10-52-0-0-16"}

    def test_a_block_of_the_network_that_is_named_again_has_one_rule(self):
        assert self.rules(network(data_from=("10.32.0.0/16",))).keys() == self.rules(network()).keys()

    @given(st.sets(st.integers(0, 255).map(lambda number: f"10.{number}.0.0/16"), min_size=1, max_size=19), st.randoms())
    def test_every_block_has_a_number_of_its_own_whatever_their_order(self, blocks, random):
        numbers = rule_numbers(blocks)
        assert len(set(numbers.values())) == len(blocks)
        assert all(1 <= number <= 32766 for number in numbers.values())
        shuffled = list(blocks)
        random.shuffle(shuffled)
        assert rule_numbers(shuffled) == numbers

    def test_the_blocks_of_a_private_range_cut_into_sixteenths_keep_their_numbers_among_any_others(self):
        blocks = [f"10.{number}.0.0/16" for number in range(256)]
        alone = {block: rule_numbers([block])[block] for block in blocks}
        moved = [block for block, number in rule_numbers(blocks).items() if number != alone[block]]
        assert len(moved) <= 2


class TestDhcp:
    OPTIONS = "aws:ec2/vpcDhcpOptions:VpcDhcpOptions"

    def test_nothing_is_said_unless_asked(self):
        assert not [each for each in network().values() if "hcp" in each.type]

    @pytest.mark.parametrize(
        ("told", "options"),
        [
            ({"dhcp": Dhcp(domain="corp.example")}, ("corp.example", ["AmazonProvidedDNS"], None)),
            ({"dhcp": Dhcp(name_servers=("10.32.0.2",))}, ("ap-southeast-3.compute.internal", ["10.32.0.2"], None)),
            (
                {"ntp_servers": ("169.254.169.123",)},
                ("ap-southeast-3.compute.internal", ["AmazonProvidedDNS"], ["169.254.169.123"]),
            ),
            ({"ntp_servers": ("10.0.0.1",), "region": "us-east-1"}, ("ec2.internal", ["AmazonProvidedDNS"], ["10.0.0.1"])),
        ],
    )
    def test_what_is_not_said_is_said_as_aws_says_it(self, told, options):
        found = network(**told)
        assert inputs(found, self.OPTIONS, "domainName", "domainNameServers", "ntpServers") == [options]
        association = found.one("aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation").inputs
        assert association == {"vpcId": f"{ID_PREFIX}net-vpc", "dhcpOptionsId": f"{ID_PREFIX}net-dhcp"}
