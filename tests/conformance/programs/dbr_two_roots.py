import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

a = aws.ec2.Vpc("a", cidr_block=f"10.{step}.0.0/16", opts=Opts(delete_before_replace=True))
b = aws.ec2.Vpc("b", cidr_block=f"10.{min(step, 1)}.0.0/16", opts=Opts(delete_before_replace=True))
link = aws.ec2.VpcPeeringConnection("link", vpc_id=a.id, peer_vpc_id=b.id)
aws.ec2.Route("route", route_table_id="rtb-1", vpc_peering_connection_id=link.id)
