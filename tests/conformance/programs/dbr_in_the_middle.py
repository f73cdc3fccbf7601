import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

# the root is replaced the usual way, its dependent first deletes
vpc = aws.ec2.Vpc("net", cidr_block=f"10.{step}.0.0/16")
subnet = aws.ec2.Subnet("subnet", vpc_id=vpc.id, cidr_block="10.0.0.0/24", opts=Opts(delete_before_replace=True))
host = aws.ec2.Instance("host", ami="ami-1", instance_type="t3.micro", subnet_id=subnet.id, availability_zone=subnet.availability_zone)
nic = aws.ec2.NetworkInterface("nic", subnet_id=subnet.id, description=subnet.arn)
aws.ec2.Eip("ip", instance=host.id, network_interface=nic.id)
