"""Each object against its own cluster's version: what that no longer has, or has not yet."""

from __future__ import annotations

import pytest

from checks.finding import Severity
from checks.manifests.checking import problems, unversioned
from checks.manifests.removed import REMOVED
from checks.manifests.schemas import schemas, versions
from faults import FaultError

from .made import OUT, every, found, plan, set_at


def old(api_version, kind):
    return {"old": {"apiVersion": api_version, "kind": kind, "metadata": {"name": "old"}}}


@pytest.mark.parametrize("version", versions())
def test_what_is_sound_is_so_in_every_version_that_there_are_schemas_of(version):
    assert list(found(plan(every(), version=version))) == []


@pytest.mark.parametrize(
    ("api_version", "kind", "since"),
    [
        (api_version, kind, entry.since)
        for api_version, entries in REMOVED.items()
        for entry in entries
        for kind in sorted(entry.kinds)
    ],
)
def test_what_was_removed_is_told_with_what_has_come_instead(api_version, kind, since):
    told = {place: reason for _, place, reason in found(plan(old(api_version, kind)))}
    assert told["apiVersion"] == f"Kubernetes has no {api_version} {kind} since 1.{since}, and this cluster has 1.35"


@pytest.mark.parametrize(
    ("api_version", "kind", "since"),
    [
        (api_version, kind, entry.since)
        for api_version, entries in REMOVED.items()
        for entry in entries
        for kind in sorted(entry.kinds)
        if 26 <= entry.since <= 37
    ],
)
def test_the_schemas_know_it_until_then(api_version, kind, since):
    group, _, version = api_version.rpartition("/")
    before, after = schemas(f"1.{since - 1}"), schemas(f"1.{since}")
    assert before is not None
    assert after is not None
    assert (api_version in before.versions(kind), api_version in after.versions(kind)) == (True, False)
    assert (group, version) != ("", "")


def test_a_kind_that_there_is_not_is_told_with_the_versions_that_have_it():
    ((_, place, reason),) = found(plan(old("apps/v1", "CronJob")))
    assert (place, reason) == ("apiVersion", "Kubernetes 1.35 has no apps/v1 CronJob")
    assert [told for _, told in _problems(old("apps/v1", "CronJob"))] == ["write batch/v1"]


def _problems(objects):
    return [(manifest, problem.fix) for manifest, problem in problems(plan(objects))]


def test_a_version_older_than_all_schemas_is_told_once_and_rules_hold_all_the_same():
    made = plan(every() | {"twin": every()["config"]}, version="1.24")
    assert {told[1] for told in found(made)} == {"metadata.name"}
    (told,) = unversioned(made)
    assert told.reason == f"{len(every()) + 1} objects were not held to schemas: there are none of Kubernetes 1.24"
    assert told.fix.startswith(f"there are those of {versions()[0]} to {versions()[-1]}")


class TestANewerVersion:
    """A cluster newer than all schemas is held to the newest; what it may have and they have not is a warning."""

    VERSION = f"1.{int(versions()[-1].partition('.')[2]) + 1}"

    def test_it_is_told_once_a_cluster(self):
        made = plan(every(), version=self.VERSION)
        assert list(found(made)) == []
        (told,) = unversioned(made)
        newest = f"{len(every())} objects were held to the schemas of Kubernetes {versions()[-1]}, the newest that there are"
        assert told.reason == f"{newest}, and the cluster has {self.VERSION}"

    @pytest.mark.parametrize(
        ("path", "value", "severity"),
        [
            ("spec.replica", 3, Severity.WARNING),
            ("spec.paused", "no", Severity.ERROR),
            ("spec.template", OUT, Severity.ERROR),
            ("apiVersion", "apps/v3", Severity.WARNING),
        ],
    )
    def test_what_they_do_not_know_is_a_warning(self, path, value, severity):
        objects = {"web": every()["web"]}
        set_at(objects["web"], path, value)
        told = [each for _, each in problems(plan(objects, version=self.VERSION)) if each.path.startswith(path)]
        assert [each.severity for each in told] == [severity]


@pytest.mark.parametrize("version", versions())
def test_every_kind_of_the_schemas_is_kubernetes_own(version):
    known = schemas(version)
    assert known is not None
    objects = {f"{group}-{kind}": old(f"{group}/{name}" if group else name, kind)["old"] for group, name, kind in known._kinds}
    assert {each.api_version for each in plan(objects).objects if not each.builtin} == set()


@pytest.mark.parametrize("api_version", ["gateway.networking.k8s.io/v1", "snapshot.storage.k8s.io/v1", "autoscaling.k8s.io/v1"])
def test_a_group_of_others_in_kubernetes_domain_is_of_custom_kinds(api_version):
    assert list(found(plan(old(api_version, "Gateway")))) == []


def test_without_the_package_that_has_the_schemas_it_is_told_how_to_get_it(monkeypatch):
    monkeypatch.setattr("checks.manifests.schemas._PACKAGE", "kubernetes_validate_that_is_not_there")
    schemas.cache_clear()
    with pytest.raises(FaultError) as raised:
        list(problems(plan(every(), version="1.36")))
    schemas.cache_clear()
    (fault,) = raised.value.faults
    assert str(fault).startswith("kubernetes-validate-that-is-not-there: it is not installed, expected the schemas")
    assert "fix: install nusantara again with its dependencies" in str(fault)
