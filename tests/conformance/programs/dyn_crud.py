import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

from pulumi.dynamic import CreateResult, DiffResult, ReadResult, Resource, ResourceProvider, UpdateResult
class P(ResourceProvider):
    def create(self, props):
        return CreateResult(f"id-{props['name']}", {**props, "made": True})
    def diff(self, id, olds, news):
        return DiffResult(changes=olds["name"] != news["name"] or olds["n"] != news["n"], replaces=["name"] if olds["name"] != news["name"] else [], stables=["made"], delete_before_replace=news["n"] == 2)
    def update(self, id, olds, news):
        return UpdateResult({**news, "made": False})
class R(Resource):
    made: pulumi.Output[bool]
    name: pulumi.Output[str]
    def __init__(self, name, props, opts=None):
        super().__init__(P(), name, {"made": None, **props}, opts)
r = R("r", {"name": ["a", "a", "b", "b"][step], "n": [0, 1, 2, 2][step]})
dep = R("dep", {"name": r.name, "n": 0})
aws.ec2.Eip("e", tags={"r": r.id, "made": r.made.apply(str)})
pulumi.export("made", r.made)
