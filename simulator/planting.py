"""Objects that stand in a simulated cloud under an id that somebody else knows already: what was made before any program ran."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from .lifecycle import Resource
from .outputs import outputs_of
from .store import store_at
from .transaction import Made, Transaction
from .values import Properties


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """An object.

    Args:
        cloud: `aws` or `alicloud`.
        account: its number; empty for the one of a provider that names none.
        region: by the cloud's own name.
        type: its token.
        id: its id.
        inputs: what it would be declared with.
    """

    cloud: str
    account: str
    region: str
    type: str
    id: str
    inputs: Properties = field(default_factory=dict)


def plant(path: Path, planted: Planted) -> None:
    """Put an object into the simulated clouds, unless one of its id is there.

    Args:
        path: of the SQLite file that the clouds share.
        planted: the object, of a type that the cloud has rules for.
    """
    cloud = import_module(f"{__package__}.{planted.cloud}.cloud").CLOUD
    account = {"allowedAccountIds": [planted.account], "accountId": planted.account} if planted.account else {}  # each cloud's word
    config = {"region": planted.region, **account}
    rule, place = cloud.rules[planted.type], cloud.place(config, {})
    store = store_at(path.absolute())
    with store.writing() as connection:
        objects = Transaction(connection, store, cloud)
        if objects.get(place, planted.type, planted.id) is not None:
            return
        call = Resource(cloud, rule, "", config).call(planted.inputs, place, id=planted.id, cloud=objects)
        outputs = outputs_of(rule, call, preview=False)
        objects.add(place, Made(planted.type, planted.id, ""), planted.inputs, outputs, "")
