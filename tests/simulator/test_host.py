"""The provider protocol over rules: what is known, what is secret, what replaces, what is refused."""

from __future__ import annotations

import pytest
from pulumi.runtime.proto import engine_pb2, provider_pb2

import simulator
from simulator.host import Host
from simulator.values import Secret
from simulator.wire import to_struct
from tests.support.simulated import UNKNOWN, Provider, RefusalError, context
from tests.support.toycloud import BOX, LID, cloud

KIND = provider_pb2.PropertyDiff


@pytest.fixture
def store(tmp_path):
    return tmp_path / "clouds.sqlite"


@pytest.fixture
def toy(store):
    return Provider("toy", store, servicer=Host(cloud(), store), region="here")


class TestWhatIsKnown:
    def test_a_preview_knows_inputs_and_defaults_and_nothing_that_only_the_cloud_can_tell(self, toy):
        identity, outputs = toy.create(BOX, preview=True, title="big", walls={"colour": "red"})
        assert identity == ""
        assert outputs["label"] == "big!"
        assert outputs["open"] is False
        assert outputs["walls"] == {"colour": "red", "thick": 2}
        assert outputs["serial"] is UNKNOWN
        assert outputs["meta"] == {"uid": Secret(UNKNOWN)}

    def test_an_output_made_from_an_unknown_input_is_unknown(self, toy):
        _, outputs = toy.create(BOX, preview=True, title=UNKNOWN)
        assert outputs["title"] is UNKNOWN
        assert outputs["label"] is UNKNOWN

    def test_a_check_does_not_judge_what_it_does_not_know(self, toy):
        assert toy.check(BOX, size=UNKNOWN)[1] == {}
        assert toy.check(BOX, size=10)[1] == {"size": "10 is too big"}

    def test_an_update_moves_what_its_rule_says_and_leaves_the_rest_known(self, toy):
        _, old = toy.create(BOX, title="big", key="k")
        assert toy.update(BOX, "box-1", old, preview=True, title="big", key="k", open=True)["serial"] == 1
        moved = toy.update(BOX, "box-1", old, preview=True, title="bigger", key="k")
        assert moved["serial"] is UNKNOWN
        assert moved["meta"] == old["meta"]

    def test_an_update_gives_what_it_moved(self, toy):
        identity, old = toy.create(BOX, title="big", key="k", name="n")
        new = toy.update(BOX, identity, old, title="bigger", key="k", name="n")
        assert (new["serial"], new["label"], new["meta"]) == (2, "bigger!", old["meta"])

    def test_a_preview_writes_nothing(self, toy, store):
        toy.create(BOX, preview=True, title="big")
        toy.update(BOX, "box-1", {"title": "big"}, preview=True, title="bigger")
        toy.invoke("toy:index:getBoxes")
        assert not store.exists()


class TestSecrets:
    def test_an_output_made_from_a_secret_input_is_secret(self, toy):
        _, outputs = toy.create(BOX, title="big", key=Secret("abc"))
        assert outputs["key"] == Secret("abc")
        assert outputs["shadow"] == Secret("shadow of abc")
        assert outputs["label"] == "big!"

    def test_an_output_that_its_rule_calls_secret_is_secret(self, toy):
        _, outputs = toy.create(BOX, title="big", key="k")
        assert isinstance(outputs["meta"]["uid"], Secret)

    def test_a_lookup_with_a_secret_argument_answers_with_secrets(self, toy):
        answer = toy._servicer.Invoke(
            provider_pb2.InvokeRequest(tok="toy:index:getEcho", args=to_struct({"say": Secret("abc")})), None
        )
        assert getattr(answer, "return") == to_struct({"said": Secret("abc")})

    def test_no_secret_stands_in_the_store_in_clear(self, toy, store):
        identity, outputs = toy.create(BOX, title="big", key=Secret("hunter2"), walls={"paint": [Secret("hunter2")]})
        toy.update(BOX, identity, outputs, title="big", key=Secret("hunter2"), name=outputs["name"])
        for file in store.parent.iterdir():
            assert b"hunter2" not in file.read_bytes()
        assert store.stat().st_mode & 0o777 == 0o600

    def test_a_reference_through_a_secret_finds_its_object(self, toy):
        toy.create(BOX, name=Secret("hidden"), title="t", key="k")
        toy.create(LID, name="lid", spares=[Secret("hidden")])

    def test_a_read_tells_secrets_to_who_knows_them_and_to_nobody_else(self, toy):
        identity, outputs = toy.create(BOX, title="big", key=Secret("abc"))
        request = provider_pb2.ReadRequest(urn=toy.urn(BOX, "it"), type=BOX, id=identity, properties=to_struct(outputs))
        assert toy._servicer.Read(request, context()).properties == to_struct(outputs)
        stranger = toy._servicer.Read(provider_pb2.ReadRequest(urn=toy.urn(BOX, "it"), type=BOX, id=identity), context())
        assert "key" not in stranger.properties.fields
        assert stranger.properties.fields["title"].string_value == "big"


class TestNames:
    def test_a_missing_name_is_the_resources_with_a_random_end(self, toy):
        inputs, _ = toy.check(BOX, "store", seed=b"1")
        assert inputs["name"].startswith("store-")
        assert len(inputs["name"]) == len("store-") + 7
        assert toy.check(BOX, "store", seed=b"1")[0] == inputs
        assert toy.check(BOX, "store", seed=b"2")[0] != inputs

    def test_a_made_name_stays_and_a_given_one_that_is_taken_away_does_not(self, toy):
        made, _ = toy.check(BOX, "store", seed=b"1")
        assert toy.check(BOX, "store", olds=made, seed=b"2")[0] == made
        assert toy.check(BOX, "store", olds={"name": "given"}, seed=b"2")[0]["name"] != "given"

    def test_a_prefix_makes_the_name_when_the_object_is_made(self, toy):
        assert "name" not in toy.check(BOX, namePrefix="p-")[0]
        assert toy.create(BOX, preview=True, namePrefix="p-")[1]["name"] is UNKNOWN
        identity, outputs = toy.create(BOX, namePrefix="p-", title="t", key="k")
        assert outputs["name"].startswith("p-")
        assert len(outputs["name"]) == 28
        assert toy.update(BOX, identity, outputs, namePrefix="p-", title="t", key="k")["name"] == outputs["name"]

    def test_the_engines_autonaming_settings_are_kept(self, toy):
        def named(**options):
            request = provider_pb2.CheckRequest(urn=toy.urn(BOX, "store"), type=BOX, randomSeed=b"1")
            request.autonaming.CopyFrom(provider_pb2.CheckRequest.AutonamingOptions(**options))
            fields = toy._servicer.Check(request, context()).inputs.fields
            return fields["name"].string_value if "name" in fields else None

        modes = provider_pb2.CheckRequest.AutonamingOptions
        assert named(proposed_name="proposed", mode=modes.ENFORCE) == "proposed"
        assert named(mode=modes.DISABLE) is None


class TestDiff:
    @pytest.mark.parametrize(
        ("old", "new", "detail"),
        [
            ({"title": "a"}, {"title": "b"}, {"title": KIND.UPDATE}),
            ({"size": 1}, {"size": 2}, {"size": KIND.UPDATE_REPLACE}),
            ({}, {"size": 2}, {"size": KIND.ADD_REPLACE}),
            ({"size": 2}, {}, {"size": KIND.DELETE_REPLACE}),
            ({"size": 1}, {"size": UNKNOWN}, {"size": KIND.UPDATE_REPLACE}),
            ({"walls": {"colour": "red"}}, {"walls": {"colour": "blue"}}, {"walls.colour": KIND.UPDATE_REPLACE}),
            ({}, {"walls": {"colour": "blue"}}, {"walls": KIND.ADD_REPLACE}),
            ({}, {"walls": {"thick": 1}}, {"walls": KIND.ADD}),
            ({"labels": [{"key": "a"}]}, {"labels": [{"key": "b"}]}, {"labels[0].key": KIND.UPDATE_REPLACE}),
            ({"tags": {"a.b/c": "1"}}, {"tags": {"a.b/c": "2"}}, {'tags["a.b/c"]': KIND.UPDATE}),
            ({"corners": ["a", "b"]}, {"corners": ["b", "a"]}, {}),
            ({"corners": ["a", "b"]}, {"corners": ["c", "a"]}, {"corners[0]": KIND.UPDATE, "corners[1]": KIND.UPDATE}),
            ({"wrapping": "paper"}, {"wrapping": "foil"}, {}),
            ({"title": "a"}, {"title": "a", "open": None}, {}),
            ({"size": "2"}, {"size": 2}, {}),
            ({"open": True}, {"open": "true"}, {}),
            ({"title": Secret("a")}, {"title": "a"}, {}),
            ({"title": "a", "open": False, "__defaults": ["open"]}, {"title": "a"}, {}),
            ({"walls": {"thick": 2, "__defaults": ["thick"]}}, {"walls": {"thick": 3}}, {"walls.thick": KIND.UPDATE}),
        ],
    )
    def test_each_difference_has_its_path_and_kind(self, toy, old, new, detail):
        answer = toy.diff(BOX, old, new)
        assert {path: one.kind for path, one in answer.detailedDiff.items()} == detail
        assert answer.changes == (answer.DIFF_SOME if detail else answer.DIFF_NONE)
        assert bool(answer.replaces) == any(
            kind in (KIND.ADD_REPLACE, KIND.DELETE_REPLACE, KIND.UPDATE_REPLACE) for kind in detail.values()
        )

    def test_a_rule_asks_for_deletion_before_replacement_only_where_something_replaces(self, toy):
        assert toy.diff(LID, {"box": "a"}, {"box": "b", "tight": True}).deleteBeforeReplace
        assert not toy.diff(LID, {"box": "a"}, {"box": "b"}).deleteBeforeReplace
        assert not toy.diff(LID, {"box": "a"}, {"box": "a", "tight": True}).deleteBeforeReplace


class TestConfiguration:
    def test_a_missing_key_is_a_fault_and_an_unknown_one_is_not(self, toy):
        assert toy.config_faults() == {"region": "Missing region"}
        assert toy.config_faults(region=UNKNOWN) == {}

    def test_what_the_cloud_says_replaces_and_the_engines_own_keys_do_not_differ(self, toy):
        assert toy.config_replaces({"region": "a", "version": "1"}, {"region": "b", "version": "2"}) == ["region"]
        assert toy.config_replaces({"region": "a", "more": '{"a": 1}'}, {"region": "a", "more": '{"a":1}'}) == []

    def test_it_accepts_secrets_and_previews_both_ways_alike(self, store):
        host = Host(cloud(), store)
        shaken, configured = (
            host.Handshake(provider_pb2.ProviderHandshakeRequest(), context()),
            host.Configure(provider_pb2.ConfigureRequest(), context()),
        )
        assert shaken.accept_secrets == configured.acceptSecrets is True
        assert shaken.accept_outputs == configured.acceptOutputs is False
        assert shaken.accept_resources == configured.acceptResources is False
        assert configured.supportsPreview

    def test_older_engines_configure_with_variables(self, store):
        host = Host(cloud(), store)
        host.Configure(provider_pb2.ConfigureRequest(variables={"toy:config:region": "there", "toy:config:list": "[1]"}), context())
        assert host.config == {"region": "there", "list": [1]}


class TestDiagnostics:
    def test_a_type_without_rules_is_warned_of_once(self, store):
        heard: list[engine_pb2.LogRequest] = []

        class Engine:
            Log = staticmethod(heard.append)

        host = simulator.servicer("aws", store=store)
        assert host is not None
        host.engine = Engine()
        aws = Provider("aws", store, servicer=host, region="ap-southeast-3")
        for label in ("one", "two"):
            aws.check("aws:sns/topic:Topic", label)
        aws.check("aws:ec2/vpc:Vpc")
        assert [(log.severity, log.urn) for log in heard] == [(engine_pb2.WARNING, aws.urn("aws:sns/topic:Topic", "one"))]
        assert "no rules exist for aws:sns/topic:Topic" in heard[0].message

    def test_a_mistake_in_a_rule_is_named_and_ends_no_other_call(self, toy, capfd):
        with pytest.raises(RefusalError, match=r"^the simulated toy failed: ZeroDivisionError\("):
            toy.create(LID, name="flat", width=0)
        assert "Traceback" in capfd.readouterr().err
        toy.make(LID, name="flat", width=1)

    def test_a_store_that_cannot_be_used_is_told_in_one_line(self, toy, store, capfd):
        store.write_bytes(b"no database, but as long as one would be" * 100)
        with pytest.raises(
            RefusalError, match=r"the simulated clouds in .*clouds\.sqlite cannot be used: file is not a database; fix: "
        ):
            toy.create(BOX, title="big")
        assert capfd.readouterr().err == ""

    def test_an_input_that_a_rule_needs_is_asked_for_by_name(self, toy):
        with pytest.raises(RefusalError, match=r"^Missing required property 'name'$"):
            toy.create(LID)

    def test_a_lookup_nobody_knows_and_a_remote_component_are_refused_plainly(self, toy):
        with pytest.raises(RefusalError, match="has no look-up toy:index:getNothing"):
            toy.invoke("toy:index:getNothing")
        with pytest.raises(RefusalError, match="builds no remote component: toy:index:Chart"):
            toy._servicer.Construct(provider_pb2.ConstructRequest(type="toy:index:Chart"), context())
