"""One stack as several, and several as one: what goes where, for any state, and that nothing is lost whenever it is cut off."""

from __future__ import annotations

import dataclasses
import errno
import os
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import integrity
from engine import state as state_module
from engine import urn as urns
from engine.backend import Backend
from engine.deployment import Snapshot
from engine.editing.cutting import CutRefused, cut, joined
from engine.editing.rearranging import Rearrangement, rearrange
from engine.editing.repairing import references
from engine.errors import EngineError
from engine.files import write_whole
from engine.project import Project
from engine.resource import Resource
from engine.values import ResourceReference, Secret

PROJECT, WHOLE, REST = "shop", "prod", "prod-global"
ENVIRONMENT, SITE, BUCKET, PROVIDER = "shop:index:Environment", "shop:index:Site", "aws:s3/bucket:Bucket", "pulumi:providers:aws"


def urn_of(type_: str, name: str, *above: str, stack: str = WHOLE) -> str:
    return urns.make(stack, PROJECT, "$".join(above), type_, name)


ROOT = urn_of(urns.ROOT_STACK_TYPE, f"{PROJECT}-{WHOLE}")
TOP = urn_of(ENVIRONMENT, WHOLE)


def provider(name: str) -> Resource:
    return Resource(urn=urn_of(PROVIDER, name, ENVIRONMENT), type=PROVIDER, custom=True, id=f"id-{name}", parent=TOP)


@st.composite
def states(draw) -> tuple[list[Resource], dict[str, str]]:
    """A state with some sites, each of which stands alone, and what joins them; and the tree of each site."""
    sites = [f"s{number}" for number in range(draw(st.integers(1, 4)))]
    resources = [
        Resource(urn=ROOT, type=urns.ROOT_STACK_TYPE, outputs={"sites": {site: {"id": site} for site in sites}, "zone": "z"}),
        Resource(urn=TOP, type=ENVIRONMENT, parent=ROOT, inputs={"tier": "production"}),
        *(provider(name) for name in (*sites, "joining")),
    ]
    made: dict[str, list[Resource]] = {}
    for site in (*sites, "joining"):
        tree = urn_of(SITE, site, ENVIRONMENT)
        inside = site != "joining"
        found = made[site] = [Resource(urn=tree, type=SITE, parent=TOP)] if inside else []
        earlier = found if inside else [resource for each in made.values() for resource in each]
        for number in range(draw(st.integers(0, 4))):
            parent = draw(st.sampled_from(found)).urn if found else TOP
            needed = draw(st.lists(st.sampled_from([each.urn for each in earlier]), max_size=3, unique=True)) if earlier else []
            urn = urns.make(WHOLE, PROJECT, urns.qualified_type_of(parent), BUCKET, f"{site}-{number}")
            user = provider(site if inside else draw(st.sampled_from([*sites, "joining"])))
            found.append(
                Resource(
                    urn=urn,
                    type=BUCKET,
                    custom=True,
                    id=f"id-{site}-{number}",
                    parent=parent,
                    provider=urns.reference(user.urn, user.id),
                    dependencies=tuple(needed),
                    property_dependencies={"name": tuple(needed[:1]), "tags": ()},
                    deleted_with=needed[0] if draw(st.booleans()) and needed else "",
                    outputs={"own": ResourceReference(urn, "")} if draw(st.booleans()) else {"key": Secret("hush")},
                )
            )
        resources += found
    return resources, {urn_of(SITE, site, ENVIRONMENT): f"{WHOLE}-{site}" for site in sites}


def plain(urn: str) -> tuple[str, str]:
    """A URN without its stack; the stack's own resource is that in every stack."""
    qualified = urns.qualified_type_of(urn)
    return qualified, "" if qualified == urns.ROOT_STACK_TYPE else urns.name_of(urn)


@settings(max_examples=300, deadline=None)
@given(states())
def test_every_resource_is_in_one_stack_and_nothing_hangs_in_the_air(found):
    resources, trees = found
    parts = cut(resources, trees, REST, project=PROJECT, stack=WHOLE)
    assert list(parts) == [*trees.values(), REST]
    for name, held in parts.items():
        integrity.verify(held)
        assert {urns.stack_of(each.urn) for each in held} == {name}
        assert {urns.stack_of(urn) for each in held for _, urn in references(each)} <= {name}
    everywhere = Counter(plain(each.urn) for held in parts.values() for each in held)
    for resource in resources:
        count = everywhere[plain(resource.urn)]
        if resource.urn in (ROOT, TOP):
            assert count == len(parts)
        elif resource.type == PROVIDER:
            assert count >= 1
        else:
            assert count == 1, resource.urn
    for tree, name in trees.items():
        site = urns.name_of(tree)
        mine = [urns.name_of(each.urn) for each in parts[name] if each.type == BUCKET]
        assert all(each.startswith(f"{site}-") for each in mine)

    again = joined(parts, project=PROJECT, stack=WHOLE)
    integrity.verify(again)
    assert {each.urn: each.id for each in again} == {each.urn: each.id for each in resources}
    assert {each.urn: each.outputs for each in again} == {each.urn: each.outputs for each in resources}
    for each in again:  # a reference is never led elsewhere; those over the cut are gone, and come again with the next update
        before = next(resource for resource in resources if resource.urn == each.urn)
        assert set(references(each)) <= set(references(before))
        assert each.provider == before.provider


def site(name: str, **options) -> Resource:
    return Resource(urn=urn_of(SITE, name, ENVIRONMENT), type=SITE, parent=TOP, **options)


def state(*further: Resource) -> list[Resource]:
    above = [Resource(urn=ROOT, type=urns.ROOT_STACK_TYPE), Resource(urn=TOP, type=ENVIRONMENT, parent=ROOT)]
    return [*above, site("a"), site("b"), *further]


TREES = {urn_of(SITE, name, ENVIRONMENT): f"{WHOLE}-{name}" for name in "ab"}


def bucket(owner: str, *needed: str) -> Resource:
    urn = urn_of(BUCKET, f"{owner}-bucket", ENVIRONMENT, SITE)
    return Resource(urn=urn, type=BUCKET, custom=True, id="x", parent=urn_of(SITE, owner, ENVIRONMENT), dependencies=needed)


def test_a_site_that_needs_another_is_told_and_nothing_is_parted():
    first = bucket("a")
    with pytest.raises(CutRefused, match=r"b-bucket needs .*a-bucket \(dependency\)"):
        cut(state(first, bucket("b", first.urn)), TREES, REST, project=PROJECT, stack=WHOLE)


def test_what_stands_in_two_stacks_with_other_ids_is_not_put_together():
    parts = cut(state(bucket("a")), TREES, REST, project=PROJECT, stack=WHOLE)
    (mine,) = (each for each in parts["prod-a"] if each.type == BUCKET)
    other = dataclasses.replace(mine, urn=urns.rename_stack(mine.urn, REST), parent=parts[REST][1].urn, id="y")
    with pytest.raises(CutRefused, match="a-bucket: x and y"):
        joined({**parts, REST: [*parts[REST], other]}, project=PROJECT, stack=WHOLE)


def test_what_read_the_other_stacks_goes_when_they_are_put_together():
    parts = cut(state(), TREES, REST, project=PROJECT, stack=WHOLE)
    default = Resource(
        urn=urn_of("pulumi:providers:pulumi", "default", stack=REST), type="pulumi:providers:pulumi", custom=True, id="d"
    )
    read = Resource(
        urn=urn_of("pulumi:pulumi:StackReference", "prod-a", ENVIRONMENT, stack=REST),
        type="pulumi:pulumi:StackReference",
        custom=True,
        id="prod-a",
        external=True,
        parent=parts[REST][1].urn,
        provider=urns.reference(default.urn, "d"),
    )
    zone = Resource(urn=urn_of(BUCKET, "zone", stack=REST), type=BUCKET, custom=True, id="z", dependencies=(read.urn,))
    asking = dataclasses.replace(default, urn=urns.rename_stack(default.urn, "prod-a"))  # a function was called, and nothing read
    again = joined(
        {**parts, "prod-a": [*parts["prod-a"], asking], REST: [*parts[REST], default, read, zone]}, project=PROJECT, stack=WHOLE
    )
    assert {urns.name_of(each.urn) for each in again} == {"shop-prod", "prod", "a", "b", "zone"}
    integrity.verify(again)


class Stacks:
    """A project with the states of an environment, as many as there are."""

    def __init__(self, root: Path) -> None:
        write_whole(root / "Pulumi.yaml", b"name: shop\nruntime: python\n")
        self.project = Project.load(root)
        self.backend = Backend(root, PROJECT, environment={"PULUMI_CONFIG_PASSPHRASE": "x"})
        self.backend.replace(WHOLE, Snapshot(resources=state(bucket("a"), bucket("b"))))

    def split(self, agree=lambda _: True) -> bool:
        def change(held):
            return cut(held[WHOLE], TREES, REST, project=PROJECT, stack=WHOLE)

        return rearrange(self.project, [WHOLE], [*TREES.values(), REST], change, agree)

    def join(self) -> bool:
        def change(held):
            return {WHOLE: joined(held, project=PROJECT, stack=WHOLE)}

        return rearrange(self.project, [*TREES.values(), REST], [WHOLE], change, lambda _: True)

    def counts(self) -> dict[str, int]:
        return {name: len(self.backend.look(name)[0].resources) for name in self.backend.stacks()}


@pytest.fixture
def stacks(tmp_path, monkeypatch) -> Stacks:
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "x")
    return Stacks(tmp_path)


APART, TOGETHER = {"prod": 0, "prod-a": 4, "prod-b": 4, "prod-global": 2}, {"prod": 6, "prod-a": 0, "prod-b": 0, "prod-global": 0}


def test_a_state_goes_into_several_and_back(stacks):
    assert stacks.split()
    assert stacks.counts() == APART
    assert not stacks.split()  # there is nothing left to do
    assert stacks.join()
    assert stacks.counts() == TOGETHER
    assert len(list((stacks.backend.directory / "backups" / PROJECT / WHOLE).glob("*"))) >= 1


def test_what_is_not_agreed_to_is_not_done(stacks):
    seen: list[Rearrangement] = []
    assert not stacks.split(lambda found: bool(seen.append(found)))
    assert [each.resumed for each in seen] == [False]
    assert {name: count for name, count in stacks.counts().items() if count} == {"prod": 6}


def _killed(work: Callable[[], object]) -> None:
    """Do something in a process of its own, which ends by a signal that nothing catches."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)  # reached only if nothing killed it
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


@pytest.mark.parametrize("end", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device"), signal.SIGKILL], ids=str)
@pytest.mark.parametrize("way", ["split", "join"])
@pytest.mark.parametrize("after", range(4))
def test_cut_off_at_any_state_that_is_written_it_goes_on(stacks, monkeypatch, way, after, end):
    if way == "join":
        stacks.split()
    written: list[Path] = []

    def cut_off(path: Path, *content: bytes) -> None:
        if len(written) == after:
            if isinstance(end, BaseException):
                raise end
            path.with_name(f".{path.name}.new").write_bytes(b"".join(content)[:40])
            os.kill(os.getpid(), end)
        written.append(path)
        write_whole(path, *content)

    monkeypatch.setattr(state_module, "write_whole", cut_off)
    if isinstance(end, BaseException):
        with pytest.raises(type(end)):
            getattr(stacks, way)()
    else:
        _killed(getattr(stacks, way))
    names = {name for stack in stacks.backend.stacks() for name in _buckets(stacks, stack)}
    assert names == {"a-bucket", "b-bucket"}
    monkeypatch.setattr(state_module, "write_whole", write_whole)
    assert getattr(stacks, way)()
    assert stacks.counts() == (APART if way == "split" else TOGETHER)


def _buckets(stacks: Stacks, stack: str) -> set[str]:
    return {urns.name_of(each.urn) for each in stacks.backend.look(stack)[0].resources if each.type == BUCKET}


def test_a_stack_with_resources_of_its_own_is_left_as_it_is(stacks):
    other = dataclasses.replace(bucket("a"), urn=urn_of(BUCKET, "mine", stack="prod-a"), parent="")
    stacks.backend.replace("prod-a", Snapshot(resources=[other]))
    with pytest.raises(EngineError, match="prod-a has 1 resources already, and not those that it is to get"):
        stacks.split()
    assert stacks.counts() == {"prod": 6, "prod-a": 1}
