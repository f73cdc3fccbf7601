"""Resources with options that a refresh has to respect."""

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
step = config.get("step") or "0"


class Thing(pulumi.CustomResource):
    def __init__(self, type_, name, inputs, opts=None):
        options = pulumi.ResourceOptions.merge(pulumi.ResourceOptions(version="7.51.1"), opts)
        super().__init__(type_, name, {**inputs, "arn": None, "serial": None}, options)


explicit = aws.Provider("explicit", region="ap-southeast-3")
vpc = Thing("aws:ec2/vpc:Vpc", "vpc", {"cidrBlock": "10.0.0.0/16"}, pulumi.ResourceOptions(provider=explicit, protect=True))
ignored = Thing(
    "aws:ec2/ignored:Ignored",
    "ignored",
    {"color": "red", "size": 1},
    pulumi.ResourceOptions(ignore_changes=["color"], provider=explicit),
)
retained = Thing("aws:ec2/kept:Kept", "retained", {"color": "red"}, pulumi.ResourceOptions(retain_on_delete=True))
bound = Thing("aws:ec2/bound:Bound", "bound", {"color": "red"}, pulumi.ResourceOptions(deleted_with=retained))
moved = Thing("aws:ec2/with:With", "moved", {"color": "red"}, pulumi.ResourceOptions(replace_with=[retained]))
secret = Thing("aws:ec2/secret:Secret", "secret", {"color": "red"}, pulumi.ResourceOptions(additional_secret_outputs=["serial"]))
refreshing = Thing("aws:ec2/eager:Eager", "refreshing", {"color": "red", "refreshes": True, "step": step})
silent = Thing("aws:ec2/silent:Silent", "silent", {"color": "red", "diffs": "unknown"})
keyed = Thing("aws:ec2/keyed:Keyed", "keyed", {"color": "red", "diffs": "keys"})
outward = Thing("aws:ec2/outward:Outward", "outward", {"color": "red", "diffs": "outputs"})
looked = aws.ec2.Vpc.get("looked", "foreign-1")
pulumi.export("vpc", vpc.id)
