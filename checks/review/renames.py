"""What a plan deletes and creates though it only got another name, and the aliases that would keep it.

A resource is known by its URN: its name, its type and its parents. Another name without an alias is a deletion and a creation
(www.pulumi.com/docs/iac/concepts/resources/options/aliases).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from engine import urn
from engine.properties import equal, unwrap
from engine.redaction import REDACTED
from engine.values import UNKNOWN, Properties, Value

from ..plan import Kind, Plan

_DEFAULTS: Final = "__defaults"
"""Under it providers keep the names of the inputs that they made up, a name with random letters among them."""
_KUBERNETES: Final = "kubernetes"
_AUTONAMED: Final = "pulumi.com/autonamed"
"""The annotation by which its provider tells a name that it made up."""
_OWN: Final = "\0"
"""What stands for a resource's own name."""
_RANDOM: Final = re.compile(rf"{_OWN}-[0-9a-f]{{7,8}}\Z")
"""A name with the random letters that providers put behind it (www.pulumi.com/docs/iac/concepts/resources/names/#autonaming)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """Something that is deleted and made again under another URN.

    Args:
        old: the URN that goes.
        new: the URN that comes.
        alias: the option for the new one to paste, with which nothing happens to it.
        objects: how many objects are kept by it: of a component, those inside.
    """

    old: str
    new: str
    alias: str
    objects: int


@dataclass(frozen=True, slots=True)
class _Known:
    """A resource by what an alias says of it."""

    urn: str
    parent: str
    inputs: Properties


def renames(plan: Plan) -> tuple[Rename, ...]:
    """Every rename of a plan; of a component with what is inside it the component's alone, since its aliases hold for children."""
    gone = [_Known(each.urn, each.parent, dict(each.old)) for each in plan.changes if each.kind is Kind.DELETED]
    come = [_Known(each.urn, each.parent, dict(each.new)) for each in plan.changes if each.kind is Kind.CREATED]
    pairs = dict(_pairs(gone, come))
    if not pairs:
        return ()
    known = {each.urn: each for each in (*gone, *come, *_components(plan))}
    roots: defaultdict[tuple[str, str], int] = defaultdict(int)
    for new, old in pairs.items():
        roots[_root(plan, known, old, new)] += 1
    return tuple(
        Rename(old=old, new=new, alias=_alias(known[old], known[new]), objects=count) for (old, new), count in roots.items()
    )


def _components(plan: Plan) -> Iterator[_Known]:
    for component in plan.components.values():
        yield _Known(component.urn, component.parent, dict(component.new or component.old or {}))


def _root(plan: Plan, known: Mapping[str, _Known], old: str, new: str) -> tuple[str, str]:
    """The outermost pair that a pair follows from: components of one type, or one name, of which one goes and the other comes."""
    while True:
        before, after = known[old].parent, known[new].parent
        was, is_ = plan.components.get(before), plan.components.get(after)
        if was is None or is_ is None or was.new is not None or is_.old is not None:
            return old, new
        one = was.type == is_.type or urn.name_of(before) == urn.name_of(after)
        if not one or _own_name(before, old) != _own_name(after, new):
            return old, new
        old, new = before, after


def _own_name(parent: str, child: str) -> str:
    """What remains of a child's name without the name of its parent, which an alias of the parent exchanges."""
    return urn.name_of(child).removeprefix(urn.name_of(parent))


def _pairs(gone: Iterable[_Known], come: Iterable[_Known]) -> Iterator[tuple[str, str]]:
    """The URN that goes by the one that comes: of one type and, but for names, of equal inputs; the likest names first.

    Where several are equally like it, nobody can say which one it was, and none is told.
    """
    by_type: defaultdict[str, list[_Known]] = defaultdict(list)
    for each in gone:
        by_type[urn.type_of(each.urn)].append(each)
    rated = [
        (_closeness(old, new), old.urn, new.urn)
        for new in come
        for old in by_type[urn.type_of(new.urn)]
        if old.urn != new.urn and _same(old, new)
    ]
    alike: defaultdict[tuple[float, str], set[str]] = defaultdict(set)
    for rate, old_urn, new_urn in rated:
        alike[rate, old_urn].add(new_urn)
        alike[rate, new_urn].add(old_urn)
    taken: set[str] = set()
    for rate, old_urn, new_urn in sorted(rated, key=lambda each: (-each[0], each[1], each[2])):
        both = {old_urn, new_urn}
        if both & taken:
            continue
        rivals = (alike[rate, old_urn] | alike[rate, new_urn]) - both - taken
        taken |= both | rivals
        if not rivals:
            yield new_urn, old_urn


def _closeness(old: _Known, new: _Known) -> float:
    return SequenceMatcher(a=urn.name_of(old.urn), b=urn.name_of(new.urn), autojunk=False).ratio()


def _same(old: _Known, new: _Known) -> bool:
    """Whether the inputs are equal as far as they are known, and something is known of them; or else the names are equal."""
    before, after = _given(old), _given(new)
    known = [key for key in before.keys() | after.keys() if after.get(key) is not UNKNOWN]
    texts = _Texts(_names(old), _names(new))
    if urn.package_of(urn.type_of(old.urn)) == _KUBERNETES and _another_object(before, after):
        return False
    told = bool(known) or urn.name_of(old.urn) == urn.name_of(new.urn)
    return told and all(texts.fit(before.get(key), after.get(key)) for key in known)


def _another_object(before: Properties, after: Properties) -> bool:
    """Whether a cluster would know an object of Kubernetes by another name, by the program's words: then no alias keeps it."""
    old, new = before.get("metadata"), after.get("metadata")
    if not isinstance(old, dict) or not isinstance(new, dict):
        return False
    annotations = new.get("annotations")
    made_up = isinstance(annotations, dict) and annotations.get(_AUTONAMED) == "true"
    known = ("namespace",) if made_up else ("name", "namespace")
    return any(new.get(key) is not UNKNOWN and new.get(key) != old.get(key) for key in known)


def _given(of: _Known) -> Properties:
    """The inputs without what a provider says that it made up."""
    made_up = of.inputs.get(_DEFAULTS)
    skipped = {_DEFAULTS, *(made_up if isinstance(made_up, list) else ())}
    return {key: value for key, value in unwrap(of.inputs).items() if key not in skipped}


def _names(of: _Known) -> tuple[str, ...]:
    """What a resource is called, and its parent, the longer first."""
    names = {urn.name_of(of.urn), *([urn.name_of(of.parent)] if of.parent else [])}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@dataclass(frozen=True, slots=True)
class _Texts:
    """Compares the values of two resources: texts that hold a resource's own name fit those that hold the other's."""

    old: tuple[str, ...]
    new: tuple[str, ...]

    def fit(self, old: Value, new: Value) -> bool:
        """Whether a value can be what another was: what only an update can tell can be anything, and what was redacted too."""
        match old, new:
            case _ if new is UNKNOWN or (old == REDACTED and new is not None):
                return True
            case dict(), dict():
                return all(self.fit(old.get(key), new.get(key)) for key in (old.keys() | new.keys()) - {_DEFAULTS})
            case list(), list():
                return len(old) == len(new) and all(map(self.fit, old, new))
            case str(), str():
                return old == new or _anonymous(old, self.old) == _anonymous(new, self.new)
        return equal(old, new)


def _anonymous(text: str, names: Iterable[str]) -> str:
    for name in names:
        text = text.replace(name, _OWN)
    return _RANDOM.sub(_OWN, text)


def _alias(was: _Known, is_: _Known) -> str:
    """The option to paste, of any stack: what differs alone, or the whole URN where another component was around it."""
    differs = {"name": (urn.name_of(was.urn), urn.name_of(is_.urn)), "type_": (urn.type_of(was.urn), urn.type_of(is_.urn))}
    given = [f"{option}={_quoted(old)}" for option, (old, new) in differs.items() if old != new]
    if was.parent == is_.parent:
        return f"aliases=[pulumi.Alias({', '.join(given)})]"
    if not was.parent or urn.type_of(was.parent) == urn.ROOT_STACK_TYPE:
        return f"aliases=[pulumi.Alias({', '.join([*given, 'parent=pulumi.ROOT_STACK_RESOURCE'])})]"
    rest = _quoted(f"{urn.qualified_type_of(was.urn)}::{urn.name_of(was.urn)}".replace("{", "{{").replace("}", "}}"))[1:]
    return f'aliases=[f"{urn.PREFIX}{{pulumi.get_stack()}}::{{pulumi.get_project()}}::{rest}]'


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
