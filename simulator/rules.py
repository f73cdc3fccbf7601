"""The form in which a cloud's behaviour is written down: one `Rule` a resource type, read as a table row.

A worked example, with everything a row may need (most need five lines):

    Rule(
        type="aws:ec2/subnet:Subnet",
        source="registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/subnet",
        id=lambda call: f"subnet-0{call.hex(16)}",
        replaces=frozenset({"vpcId", "cidrBlock", "availabilityZone"}),
        defaults={"mapPublicIpOnLaunch": False},
        derived={"tagsAll": tags_all},
        computed={"ownerId": lambda call: call.account, "arn": lambda call: arn(call, f"subnet/{call.id}")},
        references={"vpcId": refer("aws:ec2/vpc:Vpc")},
        quotas=(Quota(200, per=("vpcId",), message="SubnetLimitExceeded: The maximum number of subnets has been reached."),),
        check=lambda call: cidr_faults(call, "cidrBlock", 16, 28),
        block=Block("cidrBlock", of="vpcId", message="InvalidSubnet.Conflict: '{cidrBlock}' conflicts with another subnet"),
        refuses=outside_of_vpc,
        not_found="InvalidSubnetID.NotFound: The subnet ID '{id}' does not exist",
        in_use="DependencyViolation: The subnet '{id}' has dependencies and cannot be deleted.",
    )

**Inputs and outputs** are named as on the wire (`cidrBlock`). A *path* is `vpcConfig.subnetIds[*]`: dots between keys, `[*]` for
every element of a list, `["a.b"]` for a key with a dot in it. Outputs are the inputs, then `defaults`, `derived` and `computed`
where the inputs give nothing; their keys are paths too (`metadata.uid`), and only `computed` makes the objects on its way.
`defaults` and `derived` are known in a preview; `computed` is unknown until the object exists, and an update leaves it as it was
unless `volatile` says that the update moves it. Functions see plain values: one that reads an unknown input gives an unknown
output, one that reads a secret input gives a secret output, without doing anything about it. A function that gives None gives no
output.

**A `call`** (`simulator/call.py`) is what a function may know:

    call["vpcId"]            an input; `call.get("vpcConfig.subnetIds", [])` by path, with the rule's default where none is given;
                             `call.given(path)` whether the program gave it. In `check`, an unknown input reads as None.
    call.old                 the outputs before an update, {} for a new object
    call.id                  the object's id (not in the `id` function, where it is being made)
    call.account, .region    where the object lives; `call.config` is the provider's configuration
    call.urn, .type, .name   of the resource
    call.hex(n), .digits(n), .letters(n), .pick(choices), .uuid()
                             random, yet the same for the same operation or object, and a stream of its own for each output
    call.find(type, **equal) the objects of a type in this account and region whose outputs are equal to those given; an `Object`
                             has `type`, `id`, `outputs`. Looking at the cloud is for `refuses`, `keeps`, `computed` and look-ups.
    call.referenced(path)    the object that a reference of the row points to; `all_referenced(path)` for a list of them
    call.siblings(path)      the other objects of the same type that point to the same object through `path`
    call.users(object, type, path)
                             the objects that point to another, of one type and through one path where they are given

**What is refused** is a message with the cloud's own code, `Code: sentence`. Templates may use `{id}` (of the object that is
missing, in use, or there already), `{type}` and any root input's name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from . import paths
from .values import Properties, plain

if TYPE_CHECKING:
    from .call import Call

Function: TypeAlias = "Callable[[Call], Any]"


@dataclass(frozen=True, slots=True)
class Reference:
    """What an input must point to."""

    targets: tuple[tuple[str, str], ...]
    """(type, output path) of each kind of object that may be meant; the output is the one whose value the input carries."""
    outside: str = ""
    """A regular expression: values it matches whole belong to the cloud itself, as AWS's managed policies do."""
    holds: bool = True
    """Whether the object pointed to cannot be deleted while this one exists."""
    anywhere: bool = False
    """Whether the object may live in another region of the same account."""
    abroad: bool = False
    """Whether it may live in any account and region, as the other network of a peering connection does."""


def refer(
    *targets: str | tuple[str, str],
    by: str = "id",
    outside: str = "",
    holds: bool = True,
    anywhere: bool = False,
    abroad: bool = False,
) -> Reference:
    """A `Reference` to objects of the types given, each by the output `by` or, written as a pair, by one of its own."""
    pairs = tuple((target, by) if isinstance(target, str) else target for target in targets)
    return Reference(pairs, outside, holds, anywhere, abroad)


def parts(*types: str, by: str = "") -> Callable[[Call], Iterator[tuple[str, str]]]:
    """What a deletion takes along: the objects of these types that point to the one deleted, through the path `by` where given."""

    def taken(call: Call) -> Iterator[tuple[str, str]]:
        for whole in call.find(call.type, id=call.id):
            for type_ in types:
                yield from ((part.type, part.id) for part in call.users(whole, type_, by))

    return taken


@dataclass(frozen=True, slots=True)
class Unique:
    """Output paths whose values together may exist once in an account and region."""

    paths: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Quota:
    """How many objects of a type an account and region may hold, in all or for each value of `per`."""

    limit: int
    message: str
    per: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """That an object takes a block of IPv4 addresses out of what it points to, which no other of its type may share."""

    path: str
    """The input with the block."""
    of: str
    """The reference to what it is taken out of."""
    message: str
    """For a block that overlaps another's; `{id}` is the other."""


@dataclass(frozen=True, slots=True)
class AutoName:
    """How an input that the program left out gets a name: `<resource name><separator><random hex>`, as Pulumi's bridge does it."""

    property: str = "name"
    separator: str = "-"
    digits: int = 7
    longest: int = 0
    """Characters at most; 0 for no limit. A longer resource name is cut."""
    prefixes: tuple[str, ...] = ()
    """Inputs, such as `namePrefix`, from which the cloud makes the name itself when it creates the object."""
    transform: Callable[[str], str] = str
    """For clouds that allow fewer characters, such as `str.lower`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one resource type behaves; the module's text has an example.

    Functions that refuse: `check` gives (property path, reason) pairs from the inputs alone, in Check; `refuses` gives messages
    from what the cloud holds, in Create and Update. `unready` gives messages where the cloud takes the object as it is, and it
    does not become what it should: it is kept, and the program is told. `delete_before_replace` says that a replacement cannot
    exist beside the old object; as a function, it is given the new inputs.
    """

    type: str
    source: str
    """The page or file of the provider's documentation that the row was read from."""
    id: Function
    within: str = ""
    """The path of the input within whose value alone an id is unique, as a scheduled action's name is within its group. The cloud
    then holds the object as `<value>/<id>`, which is also what such an object is imported by."""
    prepare: Callable[[Call], Mapping[str, Any]] | None = None
    """For a provider that fills inputs in itself: the inputs as Check gives them back, made from `call.raw`, where unknowns and
    secrets are kept. Here `call.old` are the old inputs ({} for a new object); what is random follows Check's random seed."""
    settles: Callable[[Call, Properties], None] | None = None
    """For a cloud that fills much in, or writes what it is given otherwise: makes the outputs of a copy of the inputs, in place and
    before `defaults`; what is secret or unknown is left to it as it is. The same in a preview, as far as the inputs tell it."""
    replaces: frozenset[str] | Callable[[Call], frozenset[str]] = frozenset()
    """Paths of inputs whose change makes a new object; as a function, it is given the new inputs."""
    doubts: Callable[[str], str] | None = None
    """From the path of an input to why its change may make a new object though it is not in `replaces`; empty where it does not."""
    ignores: frozenset[str] = frozenset()
    """Paths of inputs whose change is no change, since the cloud reads them at creation only."""
    canonical: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    """Paths of inputs that are equal when these forms of them are: `as_set` for lists without order, `as_json` for JSON in text."""
    defaults: Mapping[str, Any] = field(default_factory=dict)
    derived: Mapping[str, Function] = field(default_factory=dict)
    computed: Mapping[str, Function] = field(default_factory=dict)
    volatile: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Computed outputs that an update moves, each with the input paths whose change moves it; an empty set is any change."""
    secrets: frozenset[str] = frozenset()
    """Paths of outputs that are secret whatever they were made from."""
    follows: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Inputs, with two that bound each: where an update does not give such a number itself, the cloud moves it along between its
    bounds, as it does with the size of a group whose lower bound is raised."""
    references: Mapping[str, Reference] = field(default_factory=dict)
    unique: tuple[Unique, ...] = ()
    quotas: tuple[Quota, ...] = ()
    block: Block | None = None
    name: AutoName | None = None
    check: Callable[[Call], Iterable[tuple[str, str]]] | None = None
    refuses: Callable[[Call], Iterable[str]] | None = None
    unready: Callable[[Call], Iterable[str]] | None = None
    imported: Callable[[str], Mapping[str, str]] | None = None
    """For a type that is imported by something other than its id: from that text to the outputs (or the `id`) that find the
    object; an empty answer finds none."""
    drifted: Callable[[Call, Properties, Iterable[tuple[str | int, ...]]], Properties] | None = None
    """The outputs of an object in which somebody has changed the values at some paths by hand, as the cloud then shows them."""
    shown: Callable[[Call, Properties], Properties] | None = None
    """The outputs of an object as a Read finds them, where they follow from others: `call.old` is what was kept."""
    keeps: Callable[[Call], Iterable[str]] | None = None
    """Messages for which a Delete is refused, such as deletion protection; `call.old` is what exists."""
    takes: Callable[[Call], Iterable[tuple[str, str]]] | None = None
    """(type, id) of the objects that a Delete takes along, as a namespace takes what is in it; `call.old` is what is deleted."""
    delete_before_replace: bool | Callable[[Call], bool] = False
    warning: str = ""
    """What a user should know of this type's limits in simulation; said once."""
    everywhere: bool = False
    """Whether the service is global: its objects live in the account, in no region."""
    not_found: str = "NotFound: {type} '{id}' does not exist"
    in_use: str = "DependencyViolation: {type} '{id}' has dependencies and cannot be deleted"
    exists: str = "AlreadyExists: {type} '{id}' already exists"
    """For a type whose id is a name: the message when another object has it."""

    def key(self, identity: str, properties: Properties) -> str:
        """What the cloud holds an object as; its id, but for a type whose ids are unique within another object alone."""
        found = [value for _, value in paths.values(properties, paths.parse(self.within))] if self.within else []
        whole = plain(found[0]) if found else None
        return f"{whole}/{identity}" if whole else identity

    def identity(self, key: str, properties: Properties) -> str:
        """The id of what the cloud holds under a key."""
        return key.removeprefix(self.key("", properties))


@dataclass(frozen=True, slots=True)
class Place:
    """Where an object lives: an account (or, for Kubernetes, nothing) and a region (or a cluster)."""

    account: str
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """One simulated cloud: how its provider is configured, its table of rules, and its look-ups.

    Args:
        package: the provider's package, as in type tokens.
        place: from the provider's configuration (plain; keys on the wire) and a resource's inputs to where the object lives.
        rules: the rows by type token.
        lookups: functions by token (`aws:index/getRegion:getRegion`); the call's inputs are the arguments.
        replaces: from old and new configuration of a provider to the keys whose change replaces every resource of it.
        check_config: (key, reason) pairs from a provider's configuration.
        rule_of: the rule of a type that has no row; None where there is none either, and then its outputs follow from the SDK's
            type hints and a warning says so.
        hosts: types of other clouds' objects that a place of this one may run in, as clusters run in a cloud: a place named as such
            an object, or as one of its outputs, is down while that object's cloud or region is.
    """

    package: str
    place: Callable[[Mapping[str, Any], Mapping[str, Any]], Place]
    rules: Mapping[str, Rule]
    lookups: Mapping[str, Function]
    replaces: Callable[[Mapping[str, Any], Mapping[str, Any]], Iterable[str]]
    check_config: Callable[[Mapping[str, Any]], Iterable[tuple[str, str]]] | None = None
    rule_of: Callable[[str], Rule | None] | None = None
    hosts: tuple[str, ...] = ()


def as_set(value: Any) -> Any:
    """The canonical form of a list whose order and repetitions mean nothing."""
    return sorted({json.dumps(item, sort_keys=True, default=repr) for item in value}) if isinstance(value, list) else value


def as_json(value: Any) -> Any:
    """The canonical form of a JSON document in a string, such as an IAM policy."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value


def table(*rows: Rule) -> dict[str, Rule]:
    """The rows by their type; two rows of one type are a mistake."""
    by_type = {row.type: row for row in rows}
    if len(by_type) != len(rows):
        twice = sorted({row.type for row in rows if sum(other.type == row.type for other in rows) > 1})
        raise ValueError(f"more than one rule for {', '.join(twice)}")
    return by_type
