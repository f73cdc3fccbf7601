"""Creating, reading, changing and deleting objects: what the cloud itself does, each in one transaction on the store."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Any

from . import paths
from .call import Call, RefusedError, UnreadyError
from .chance import strikes
from .difference import edits
from .following import following
from .naming import prefixed
from .outputs import outputs_of
from .rules import Cloud, Place, Rule
from .store import Store, unseal
from .transaction import Made, Pointer, Taken, Transaction
from .values import Properties, Secret, holds_unknown, plain


@dataclass(frozen=True, slots=True)
class Resource:
    """What an operation is about: a resource of a program, its rule, and the provider configuration it goes through."""

    cloud: Cloud
    rule: Rule
    urn: str
    config: Mapping[str, Any]

    def place(self, properties: Properties) -> Place:
        """Where the object with these inputs or outputs lives."""
        return self.cloud.place(self.config, plain(properties))

    def call(self, inputs: Properties, place: Place, **more: Any) -> Call:
        """The operation as the rule's functions see it."""
        if identity := more.get("id"):
            more.setdefault("seed", f"{self.cloud.package}/{place.account}/{place.region}/{self.rule.type}/{identity}")
        call = Call(self.rule, self.urn, inputs, place, config=self.config, **more)
        if self.rule.name is not None:
            call.raw = prefixed(self.rule.name, call)
            call.drawn = 0
        return call


def create(store: Store, resource: Resource, inputs: Properties, operation: str = "") -> tuple[str, Properties]:
    """Make an object; the same one again when the same operation already made it.

    Args:
        store: where the cloud's objects are kept.
        resource: what is made.
        inputs: as checked; nothing in them is unknown.
        operation: an id that the caller sends again when it retries; empty for none.

    Returns: the id and the outputs.

    Raises:
        RefusedError: the cloud does not allow it.
        UnreadyError: it is made, and does not become ready.
    """
    rule, place = resource.rule, resource.place(inputs)
    _be_lucky(store, resource.cloud, place)
    with store.writing() as connection:
        cloud = Transaction(connection, store, resource.cloud)
        _reach(cloud, resource, place, inputs)
        made = cloud.made_by(operation) if operation else None
        if made is not None and made.type == rule.type:
            identity = rule.identity(made.id, inputs)
            call = resource.call(inputs, place, id=identity, seed=operation, cloud=cloud)
            return identity, unseal(made.outputs, outputs_of(rule, call, preview=False))
        call = resource.call(inputs, place, seed=operation or secrets.token_hex(16), cloud=cloud)
        pointers = _allowed(cloud, rule, call)
        identity = _new_id(cloud, rule, call)
        call = resource.call(inputs, place, id=identity, seed=call.seed, cloud=cloud)
        outputs = outputs_of(rule, call, preview=False)
        _unique(cloud, rule, call, outputs, number=0)
        taken = _taken(cloud, rule, call, pointers, number=0)
        number = cloud.add(place, Made(rule.type, rule.key(identity, inputs), resource.urn), inputs, outputs, operation)
        cloud.point(number, pointers)
        cloud.take(number, taken)
        missing = _missing(rule, call)
    if missing:
        raise UnreadyError(identity, outputs, missing)
    return identity, outputs


@dataclass(frozen=True, slots=True)
class Change:
    """What an update changes: the inputs and outputs before, the inputs after, and the paths that stay as the cloud has them."""

    old_inputs: Properties
    old: Properties
    new: Properties
    ignored: tuple[str, ...] = ()


def update(store: Store, resource: Resource, identity: str, change: Change) -> Properties:
    """Change an object and give its outputs.

    Raises:
        RefusedError: the cloud does not allow it.
        UnreadyError: it is changed, and does not become ready again.
    """
    rule, place, old = resource.rule, resource.place(change.old), change.old
    _be_lucky(store, resource.cloud, place)
    with store.writing() as connection:
        cloud = Transaction(connection, store, resource.cloud)
        _reach(cloud, resource, place, old)
        stored = cloud.get(place, rule.type, rule.key(identity, old))
        if stored is None:
            raise RefusedError(message(rule.not_found, rule, identity, change.new))
        new = following(rule, change.old_inputs, _left_alone(change, stored.inputs), change.ignored)
        call = resource.call(new, place, id=identity, old=old, cloud=cloud, ignored=change.ignored)
        pointers = _allowed(cloud, rule, call)
        outputs = outputs_of(rule, call, preview=False, old=old, changes=edits(rule, change.old_inputs, new))
        _unique(cloud, rule, call, outputs, number=stored.number)
        taken = _taken(cloud, rule, call, pointers, number=stored.number)
        cloud.change(stored.number, rule.key(identity, new), new, outputs)
        cloud.point(stored.number, pointers)
        cloud.take(stored.number, taken)
        missing = _missing(rule, call)
    if missing:
        raise UnreadyError(identity, outputs, missing)
    return outputs


def _missing(rule: Rule, call: Call) -> list[str]:
    return list(rule.unready(call)) if rule.unready else []


def _left_alone(change: Change, live: Properties) -> Properties:
    """The inputs after an update, with what the program ignores as the cloud has it: no provider sends that.

    Sources: `handleSSAIgnoreFields` in https://github.com/pulumi/pulumi-kubernetes/blob/v4.34.2/provider/pkg/await/await.go; the
    others send only what differs between the inputs, as `HasChange` of a Terraform provider tells.
    """
    new = change.new
    for text in change.ignored:
        for path, value in paths.values(unseal(live, change.new), paths.parse(text)):
            if not isinstance(value, Secret):  # of which there is but a digest
                new = paths.put(new, path, value)
    return new


def read(
    store: Store, resource: Resource, identity: str, inputs: Properties, known: Properties
) -> tuple[str, Properties, Properties] | None:
    """An object's id, inputs and outputs as the cloud holds them, secrets from what the caller knows; None where it does not exist.

    Where there is none of this id, the rule may know it as what such objects are imported by.
    """
    rule, place = resource.rule, resource.place(known or inputs)
    _be_lucky(store, resource.cloud, place)
    with store.reading() as connection:
        cloud = Transaction(connection, store, resource.cloud)
        _reach(cloud, resource, place, known or inputs)
        stored = cloud.get(place, rule.type, rule.key(identity, known or inputs))
        if stored is None and rule.imported and (wanted := rule.imported(identity)):
            stored = next(iter(cloud.find(place, rule.type, wanted)), None)
        if stored is None:
            return None
        outputs = stored.outputs
        if rule.shown is not None:
            call = resource.call(stored.inputs, place, id=rule.identity(stored.id, outputs), old=outputs, cloud=cloud)
            outputs = rule.shown(call, outputs)
        return rule.identity(stored.id, stored.outputs), unseal(stored.inputs, inputs), unseal(outputs, known)


def delete(store: Store, resource: Resource, identity: str, old: Properties) -> None:
    """Delete an object; one that is gone already is no fault. Raises RefusedError while another depends on it."""
    rule, place = resource.rule, resource.place(old)
    _be_lucky(store, resource.cloud, place)
    with store.writing() as connection:
        cloud = Transaction(connection, store, resource.cloud)
        _reach(cloud, resource, place, old)
        stored = cloud.get(place, rule.type, rule.key(identity, old))
        if stored is None:
            return
        call = resource.call(stored.inputs, place, id=identity, old=old or stored.outputs, cloud=cloud)
        if rule.keeps is not None and (reasons := list(rule.keeps(call))):
            raise RefusedError("; ".join(reasons))
        taken = [
            found for kind, id_ in (rule.takes(call) if rule.takes else ()) if (found := cloud.get(place, kind, id_)) is not None
        ]
        going = {stored.number, *(found.number for found in taken)}
        users = [user for user in cloud.users(place, rule.type, stored.id, holding=True) if user.number not in going]
        if users:
            shown = ", ".join(f"{user.type} {user.id}" for user in users[:3])
            more = f" and {len(users) - 3} more" if len(users) > 3 else ""
            raise RefusedError(f"{message(rule.in_use, rule, identity, stored.inputs)} (in use by {shown}{more})")
        for number in going:
            cloud.remove(number)


def _be_lucky(store: Store, cloud: Cloud, place: Place) -> None:
    if strikes(store, cloud.package, place.region):
        raise unavailable(cloud, place.region)


def _reach(cloud: Transaction, resource: Resource, place: Place, properties: Properties) -> None:
    failing = cloud.failing(place, properties)
    if failing is not None:
        raise unavailable(resource.cloud, failing)


def unavailable(cloud: Cloud, where: str) -> RefusedError:
    """What a call says while a fault by script is in force in a region, or in a zone of it."""
    return RefusedError(f"UNAVAILABLE: {cloud.package} does not answer in {where or 'any region'}")


def message(template: str, rule: Rule, identity: str, inputs: Properties) -> str:
    """A rule's message with its `{…}` filled in; secrets stay hidden, and an input that is not there stays empty."""
    shown = {key: "[secret]" if isinstance(value, Secret) else value for key, value in inputs.items()}
    return template.format_map(_Blank({**shown, "type": rule.type, "id": identity}))


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def _allowed(cloud: Transaction, rule: Rule, call: Call) -> list[Pointer]:
    """What the object will point to. Raises RefusedError with everything that forbids the operation."""
    reasons: list[str] = []
    pointers: list[Pointer] = []
    for path, reference in rule.references.items():
        for where, value in paths.values(call.raw, paths.parse(path)):
            wanted = plain(value)
            if (
                wanted in (None, "")
                or holds_unknown(wanted)
                or (reference.outside and re.fullmatch(reference.outside, str(wanted)))
            ):
                continue
            target = cloud.target(call.place, reference, wanted)
            if target is None:
                shown = "[secret]" if isinstance(value, Secret) else str(wanted)
                reasons.append(f"{cloud.missing(reference, shown)} ({paths.show(where)})")
            else:
                pointers.append(Pointer(target.number, path, reference.holds))
    if not reasons and not call.old:
        reasons += [
            quota.message.format_map(_Blank(call.raw))
            for quota in rule.quotas
            if _count(cloud, rule, call, quota.per, pointers) >= quota.limit
        ]
    if not reasons and rule.refuses is not None:
        reasons += rule.refuses(call)
    if reasons:
        raise RefusedError("; ".join(reasons))
    return pointers


def _count(cloud: Transaction, rule: Rule, call: Call, per: tuple[str, ...], pointers: list[Pointer]) -> int:
    """How many objects of the type there are for the new one's values of `per`."""
    if len(per) == 1 and per[0] in rule.references:
        return sum(cloud.count(pointer.target, rule.type, per[0]) for pointer in pointers if pointer.path == per[0])
    return len(cloud.find(call.place, rule.type, {path: call.get(path) for path in per}))


def _taken(cloud: Transaction, rule: Rule, call: Call, pointers: list[Pointer], *, number: int) -> Taken | None:
    """The addresses that the object takes. Raises RefusedError where another has some of them."""
    block = rule.block and call.get(rule.block.path)
    owner = next((pointer.target for pointer in pointers if rule.block and pointer.path == rule.block.of), None)
    if rule.block is None or not block or owner is None:
        return None
    network = IPv4Network(block)
    taken = Taken(owner, rule.type, int(network.network_address), int(network.broadcast_address))
    other = cloud.overlapped(taken, number)
    if other is not None:
        raise RefusedError(message(rule.block.message, rule, other, call.raw))
    return taken


def _new_id(cloud: Transaction, rule: Rule, call: Call) -> str:
    """An id that no object of the type has: random ones are drawn again, a name that is taken is refused."""
    seed = call.seed
    for attempt in range(100):
        call.seed = f"{seed}/{attempt}" if attempt else seed
        identity = str(plain(call.evaluate("id", rule.id)))
        if cloud.get(call.place, rule.type, rule.key(identity, call.raw)) is None:
            return identity
        if not call.drawn:
            raise RefusedError(message(rule.exists, rule, identity, call.raw))
    raise RefusedError(f"no free id for a {rule.type}")


def _unique(cloud: Transaction, rule: Rule, call: Call, outputs: Properties, *, number: int) -> None:
    for unique in rule.unique:
        values = {path: plain(next((v for _, v in paths.values(outputs, paths.parse(path))), None)) for path in unique.paths}
        if None in values.values():
            continue
        if any(found.number != number for found in cloud.find(call.place, rule.type, values)):
            raise RefusedError(message(unique.message, rule, call.id, outputs))
