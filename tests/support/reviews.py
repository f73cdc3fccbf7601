"""Comments on plans that are made up for a test."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from markdown_it import MarkdownIt

from checks.plan import ENVIRONMENT, SITE, Change, Component, Kind, Plan
from checks.review.model import Against
from checks.review.reviewing import reviewed
from views.comment import LIMIT, comment
from views.veil import Veil

PREFIX = "urn:pulumi:prod::shop::"
ROOT = f"{PREFIX}{ENVIRONMENT}::prod"
JAVA = f"{PREFIX}{ENVIRONMENT}${SITE}::java"
COMPONENTS = {ROOT: Component(urn=ROOT, old={}, new={}), JAVA: Component(urn=JAVA, parent=ROOT, old={}, new={})}
VPC, DATABASE = f"{PREFIX}aws:ec2/vpc:Vpc::java-vpc", f"{PREFIX}aws:rds/instance:Instance::java-orders"


def changed(of: str, kind: Kind, old: Any = None, new: Any = None, **more: Any) -> Change:
    old, new = old or {}, new or {}
    inputs = tuple(sorted(key for key in {*old, *new} if old.get(key) != new.get(key)))
    return Change(kind=kind, urn=of, parent=JAVA, old=old, new=new, inputs=inputs, **more)


def told(*changes: Change, secrets: Any = (), limit: int = LIMIT, **more: Any) -> str:
    review = reviewed("prod", Plan(changes, COMPONENTS), None, Against(what="main at 1a2b3c4"))
    return comment(replace(review, **more), Veil(secrets), project="shop", limit=limit)


def plain(markdown: str) -> str:
    """What a reader sees of it, without markup and with entities as letters."""
    found: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        found.extend(child.content for child in token.children or ())
        found.append(token.content if token.type == "fence" else "")
    return "\n".join(found)
