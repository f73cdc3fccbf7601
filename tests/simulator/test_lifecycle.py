"""What a cloud does with its objects: references, names, quotas, deletion, retries, faults by script."""

from __future__ import annotations

import pytest

import simulator
from simulator.host import Host
from simulator.store import store_at
from simulator.values import Secret, plain
from tests.support.simulated import Provider, RefusalError
from tests.support.toycloud import BOX, LID, cloud


@pytest.fixture
def store(tmp_path):
    return tmp_path / "deep" / "clouds.sqlite"


def provider(store, region="here"):
    return Provider("toy", store, servicer=Host(cloud(), store), region=region)


@pytest.fixture
def toy(store):
    return provider(store)


def box(toy, name="box", **inputs):
    return toy.make(BOX, name, name=name, title="t", key="k", **inputs)


class TestReferences:
    def test_what_is_pointed_to_must_exist(self, toy):
        with pytest.raises(RefusalError, match=r"^NoSuchBox: box-none \(box\); NoSuchBox: gone \(spares\[1\]\)$"):
            toy.create(LID, name="lid", box="box-none", spares=["none-of-ours", "gone"])

    def test_in_the_same_region(self, toy, store):
        far = box(provider(store, "there"))
        with pytest.raises(RefusalError, match="NoSuchBox"):
            toy.create(LID, name="lid", box=far)

    def test_what_something_points_to_cannot_be_deleted(self, toy):
        held = box(toy)
        lid = toy.make(LID, name="lid", box=held)
        with pytest.raises(RefusalError, match=rf"^BoxInUse: {held} \(in use by {LID} {lid}\)$"):
            toy.delete(BOX, held)
        toy.delete(LID, lid)
        toy.delete(BOX, held)
        assert not toy.exists(BOX, held)

    def test_unless_the_pointer_holds_nothing(self, toy):
        spare = box(toy, "spare")
        toy.make(LID, name="lid", spares=["spare"])
        toy.delete(BOX, spare)

    def test_an_update_lets_go_of_what_it_no_longer_points_to(self, toy):
        first, second = box(toy, "a"), box(toy, "b")
        lid, outputs = toy.create(LID, name="lid", box=first)
        toy.update(LID, lid, outputs, name="lid", box=second)
        toy.delete(BOX, first)
        with pytest.raises(RefusalError, match="BoxInUse"):
            toy.delete(BOX, second)


class TestRefusals:
    def test_a_unique_output_clashes_in_its_region_only(self, toy, store):
        box(toy)
        with pytest.raises(RefusalError, match=r"^BoxExists: box$"):
            box(toy)
        box(provider(store, "there"))

    def test_an_object_does_not_clash_with_itself(self, toy):
        identity, outputs = toy.create(BOX, name="box", title="t", key="k")
        toy.update(BOX, identity, outputs, name="box", title="other", key="k")

    def test_an_id_that_is_a_name_is_taken_once(self, toy):
        toy.make(LID, name="lid")
        with pytest.raises(RefusalError, match=r"^LidExists: lid-lid$"):
            toy.make(LID, name="lid")

    def test_a_quota_counts_a_region_or_what_something_points_to(self, toy, store):
        boxes = [box(toy, f"box{n}") for n in range(5)]
        with pytest.raises(RefusalError, match=r"^TooManyBoxes: no room$"):
            box(toy, "sixth")
        box(provider(store, "there"))
        for name in ("a", "b"):
            toy.make(LID, name=name, box=boxes[0])
        with pytest.raises(RefusalError, match=rf"^TooManyLids: {boxes[0]} is covered$"):
            toy.make(LID, name="c", box=boxes[0])
        toy.make(LID, name="c", box=boxes[1])

    def test_a_rule_may_look_at_what_the_cloud_holds(self, toy):
        held = box(toy)
        toy.make(LID, name="a", box=held, wide=True)
        with pytest.raises(RefusalError, match=r"^LidTooWide$"):
            toy.make(LID, name="b", box=held, wide=True)

    def test_a_refusal_leaves_nothing_behind(self, toy, store):
        with pytest.raises(RefusalError):
            toy.make(LID, name="lid", box="box-none")
        assert simulator.Clouds(store).list() == ()

    def test_what_is_kept_is_not_deleted(self, toy):
        identity, outputs = toy.create(BOX, name="b", title="t", key="k", locked=True)
        with pytest.raises(RefusalError, match=r"^BoxLocked: unlock it first$"):
            toy.delete(BOX, identity, outputs)

    def test_what_is_gone_can_be_deleted_and_not_changed(self, toy):
        toy.delete(BOX, "box-gone")
        with pytest.raises(RefusalError, match=r"^NoSuchBox: box-gone$"):
            toy.update(BOX, "box-gone", {"name": "x"}, name="x", title="t", key="k")


class TestRetries:
    def test_the_same_operation_makes_the_same_object(self, toy, store):
        made = toy.create(BOX, title="t", key="k", operation="one", seed=b"1")
        assert toy.create(BOX, title="t", key="k", operation="one", seed=b"1") == made
        assert len(simulator.Clouds(store).list()) == 1

    def test_in_another_process_too(self, store):
        made = provider(store).create(BOX, title="t", key="k", operation="one", seed=b"1")
        store_at(store.absolute()).close()
        assert provider(store).create(BOX, title="t", key="k", operation="one", seed=b"1") == made

    def test_another_operation_or_none_makes_another(self, toy):
        ids = [
            toy.create(BOX, title="t", key="k", operation=name, seed=str(n).encode())[0]
            for n, name in enumerate(["a", "b", "", ""])
        ]
        assert len(set(ids)) == 4

    def test_an_operation_whose_object_is_gone_makes_it_again(self, toy):
        identity, _ = toy.create(BOX, title="t", key="k", operation="one")
        toy.delete(BOX, identity)
        assert toy.create(BOX, title="t", key="k", operation="one")[0] == identity
        assert toy.exists(BOX, identity)


class TestFaults:
    def test_a_region_that_fails_answers_no_call_but_check_diff_and_previews(self, toy, store):
        identity, outputs = toy.create(BOX, name="b", title="t", key="k")
        clouds = simulator.Clouds(store)
        clouds.fail("toy", "here")
        calls = (
            lambda: toy.create(BOX, title="t", key="k"),
            lambda: toy.update(BOX, identity, outputs, name="b", title="u", key="k"),
            lambda: toy.delete(BOX, identity),
            lambda: toy.exists(BOX, identity),
            lambda: toy.invoke("toy:index:getEcho", say="hello"),
        )
        for call in calls:
            with pytest.raises(RefusalError, match=r"^UNAVAILABLE: toy does not answer in here$"):
                call()
        toy.check(BOX, title="t")
        toy.diff(BOX, {"title": "t"}, {"title": "u"})
        toy.create(BOX, preview=True, title="t")
        toy.update(BOX, identity, outputs, preview=True, name="b", title="u")
        box(provider(store, "there"))
        clouds.heal("toy", "here")
        assert toy.exists(BOX, identity)

    def test_a_cloud_that_fails_does_so_in_every_region_and_no_other_cloud_does(self, toy, store):
        clouds = simulator.Clouds(store)
        clouds.fail("toy")
        for region in ("here", "there"):
            with pytest.raises(RefusalError, match="UNAVAILABLE"):
                box(provider(store, region))
        Provider("aws", store, region="ap-southeast-3").make("aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16")
        assert clouds.failures() == (("toy", None),)

    def test_a_cloud_can_fail_a_share_of_its_calls_and_another_try_has_another_chance(self, toy, store):
        clouds = simulator.Clouds(store)
        clouds.unsettle("toy", rate=0.3, seed="7")

        def fates(count: int) -> list[bool]:
            told = []
            for _ in range(count):
                try:
                    toy.exists(BOX, "nope")
                    told.append(False)
                except RefusalError:
                    told.append(True)
            return told

        first = fates(60)
        assert 8 <= sum(first) <= 30
        clouds.reset()
        clouds.unsettle("toy", rate=0.3, seed="7")
        assert fates(60) == first, "the seed decides"
        assert clouds.chances() == (("toy", None, 0.3),)
        clouds.heal("toy")
        assert clouds.chances() == ()
        assert not any(fates(20))

    def test_healing_ends_one_region_a_cloud_or_everything(self, store):
        clouds = simulator.Clouds(store)
        for cloud_, region in (("a", None), ("a", "x"), ("a", "y"), ("b", None), ("c", None)):
            clouds.fail(cloud_, region)
        clouds.heal("a", "x")
        assert clouds.failures() == (("a", None), ("a", "y"), ("b", None), ("c", None))
        clouds.heal("a")
        assert clouds.failures() == (("b", None), ("c", None))
        clouds.heal()
        assert clouds.failures() == ()


class TestClouds:
    def test_they_list_what_exists_and_are_empty_without_a_store(self, toy, store):
        clouds = simulator.Clouds(store)
        assert clouds.list() == ()
        clouds.reset()
        assert not store.exists()
        identity = box(toy)
        assert clouds.list() == (simulator.CloudObject("toy", "me", "here", BOX, identity, toy.urn(BOX, "box")),)

    def test_a_reset_leaves_no_object_and_no_fault(self, toy, store):
        box(toy)
        clouds = simulator.Clouds(store)
        clouds.fail("toy")
        clouds.reset()
        assert (clouds.list(), clouds.failures()) == ((), ())
        box(toy)

    def test_a_store_that_was_thrown_away_is_made_again(self, toy, store):
        box(toy)
        for file in list(store.parent.iterdir()):
            file.unlink()
        box(toy)
        assert len(simulator.Clouds(store).list()) == 1


def test_there_is_no_simulated_cloud_of_another_name(store):
    assert simulator.servicer("gcp", store=store) is None


class TestWhatIsIgnored:
    def test_it_stays_as_the_cloud_has_it(self, toy, store):
        made = box(toy)
        _, old = toy.found(BOX, made)
        simulator.Clouds(store).change(made, {"title": "by hand"})
        kept = toy.update(BOX, made, old, name="box", title="t", key="other", ignored=["title"])
        assert (kept["title"], plain(kept["key"])) == ("by hand", "other")
        assert toy.update(BOX, made, kept, name="box", title="t", key="k")["title"] == "t"

    def test_a_path_that_leads_nowhere_or_to_a_secret_changes_nothing(self, toy):
        identity, old = toy.create(BOX, name="box", title="t", key=Secret("k"))
        after = toy.update(BOX, identity, old, name="box", title="u", key=Secret("new"), ignored=["none.of[0].these", "key"])
        assert (after["title"], after["key"]) == ("u", Secret("new"))
