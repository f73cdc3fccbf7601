"""A cloud of two types, small enough to see all of it in a test of the framework."""

from __future__ import annotations

from typing import Any

from simulator.rules import AutoName, Cloud, Place, Quota, Rule, Unique, as_set, refer, table

BOX, LID = "toy:index:Box", "toy:index:Lid"

RULES = table(
    Rule(
        type=BOX,
        source="tests",
        id=lambda call: f"box-{call.hex(8)}",
        replaces=frozenset({"size", "walls.colour", "labels[*].key"}),
        ignores=frozenset({"wrapping"}),
        canonical={"corners": as_set},
        defaults={"open": False, "walls.thick": 2},
        derived={"label": lambda call: f"{call.get('title')}!"},
        computed={
            "serial": lambda call: (call.old.get("serial") or 0) + 1,
            "shadow": lambda call: f"shadow of {call.get('key')}",
            "meta.uid": lambda call: call.uuid(),
        },
        volatile={"serial": frozenset({"title"})},
        secrets=frozenset({"meta.uid"}),
        unique=(Unique(("name",), "BoxExists: {name}"),),
        quotas=(Quota(5, "TooManyBoxes: no room"),),
        name=AutoName(prefixes=("namePrefix",)),
        check=lambda call: [("size", f"{call.get('size')} is too big")] if (call.get("size") or 0) > 9 else [],
        keeps=lambda call: ["BoxLocked: unlock it first"] if call.old.get("locked") else [],
        not_found="NoSuchBox: {id}",
        in_use="BoxInUse: {id}",
    ),
    Rule(
        type=LID,
        source="tests",
        id=lambda call: f"lid-{call['name']}",
        references={"box": refer(BOX), "spares[*]": refer(BOX, by="name", holds=False, outside="none-.*")},
        quotas=(Quota(2, "TooManyLids: {box} is covered", per=("box",)),),
        computed={"area": lambda call: 100 // call.get("width", 1)},
        refuses=lambda call: ["LidTooWide"] if call.get("wide") and call.siblings("box") else [],
        delete_before_replace=lambda call: bool(call.get("tight")),
        replaces=frozenset({"box"}),
        exists="LidExists: {id}",
    ),
)


def cloud() -> Cloud:
    def place(config: Any, properties: Any) -> Place:
        return Place("me", properties.get("region") or config.get("region", "here"))

    return Cloud(
        package="toy",
        place=place,
        rules=RULES,
        lookups={
            "toy:index:getBoxes": lambda call: {"ids": [box.id for box in call.find(BOX, **dict(call))]},
            "toy:index:getEcho": lambda call: {"said": call["say"]},
        },
        replaces=lambda old, new: ["region"] if old.get("region") != new.get("region") else [],
        check_config=lambda config: [] if config.get("region") else [("region", "Missing region")],
    )
