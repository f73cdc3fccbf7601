import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

from pulumi.dynamic import CreateResult, Resource, ResourceProvider
class P(ResourceProvider):
    def create(self, props):
        return CreateResult("x", {**props})
    def delete(self, id, props):
        print("deleting", id, sorted(k for k in props if k != "__provider"))
class R(Resource):
    pass
if step == 0:
    a = R(P(), "a", {"k": "v"})
    R(P(), "b", {"of": a.id}, Opts(parent=a))
    R(P(), "kept", {}, Opts(retain_on_delete=True))
    R(P(), "with", {}, Opts(deleted_with=a))
aws.ec2.Eip("e")
