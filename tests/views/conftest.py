"""Recorded deployments of the real engine, and a few resources made by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.events import Event, Op, Step
from engine.resource import Resource
from tests.support.event_log import events

GOLDEN = Path(__file__).parent / "golden"


class Recording:
    """One deployment as the real command line showed it: the engine's events, and the text."""

    def __init__(self, name: str, what: str) -> None:
        self.path = GOLDEN / "pulumi" / name
        self.what = what

    @property
    def events(self) -> list[Event]:
        return events(self.path.with_name(f"{self.path.name}.{self.what}.jsonl"))

    def text(self, view: str) -> str:
        return self.path.with_name(f"{self.path.name}.{view}").read_text()


@pytest.fixture
def recording():
    return Recording


class Made:
    """Steps on resources of the project `shop`, stack `dev`."""

    stack = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"

    def urn(self, name: str, type_: str = "aws:ec2/vpc:Vpc") -> str:
        return f"urn:pulumi:dev::shop::{type_}::{name}"

    def resource(self, name: str, *, type_: str = "aws:ec2/vpc:Vpc", custom: bool = True, **fields: Any) -> Resource:
        given: dict[str, Any] = {"parent": self.stack, "id": f"{name}-id", **fields}
        return Resource(urn=self.urn(name, type_), type=type_, custom=custom, **given)

    def step(self, op: Op, name: str = "net", *, old: dict | None = None, new: dict | None = None, **fields: Any) -> Step:
        type_: str = fields.pop("type", "aws:ec2/vpc:Vpc")
        common: dict[str, Any] = {"type_": type_, "custom": fields.pop("custom", True)}
        return Step(
            op=op,
            urn=self.urn(name, type_),
            type=type_,
            old=None if old is None else self.resource(name, **common, **old),
            new=None if new is None else self.resource(name, **common, **new),
            **fields,
        )

    def root(self, op: Op = Op.SAME) -> Step:
        state = Resource(urn=self.stack, type="pulumi:pulumi:Stack")
        return Step(
            op=op,
            urn=self.stack,
            type="pulumi:pulumi:Stack",
            old=None if op is Op.CREATE else state,
            new=None if op is Op.DELETE else state,
        )


@pytest.fixture
def made() -> Made:
    return Made()


@pytest.fixture
def golden():
    return lambda name: (GOLDEN / name).read_text()
