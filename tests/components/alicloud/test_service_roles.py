"""The roles that ACK needs of an account."""

from __future__ import annotations

import json

import pulumi
import pytest

from components.alicloud.service_roles import SERVICES, ServiceRoles, ServiceRolesArgs
from components.errors import ArgumentsError
from tests.support.clouds import TAGS
from tests.support.clusters import ACK
from tests.support.mocks import Recording, record
from tests.support.simulated import Provider, RefusalError

ROLE = "alicloud:ram/role:Role"
GRANT = "alicloud:ram/rolePolicyAttachment:RolePolicyAttachment"


def made(opts: pulumi.ResourceOptions | None = None, **args) -> Recording:
    return record(lambda: ServiceRoles("ack", ServiceRolesArgs(**args), opts))


def test_every_role_has_its_service_and_the_clouds_own_policy():
    found = made(tags=TAGS)
    trusted = {each.inputs["roleName"]: json.loads(each.inputs["assumeRolePolicyDocument"])["Statement"] for each in found.of(ROLE)}
    assert trusted == {
        role: [{"Effect": "Allow", "Principal": {"Service": [f"{service}.aliyuncs.com"]}, "Action": "sts:AssumeRole"}]
        for role, service in SERVICES.items()
    }
    granted = {each.inputs["roleName"]: (each.inputs["policyName"], each.inputs["policyType"]) for each in found.of(GRANT)}
    assert granted == {role: (f"{role}Policy", "System") for role in SERVICES}
    assert all(each.inputs["tags"] == TAGS for each in found.of(ROLE))


def test_they_are_named_after_the_role_and_stand_below_the_component():
    found = made(roles=("AliyunCSDefaultRole",))
    root = found.one(ServiceRoles.TYPE)
    assert {(each.type, each.name, each.parent) for each in found.children(root)} == {
        (ROLE, "ack-AliyunCSDefaultRole", root.urn),
        (GRANT, "ack-AliyunCSDefaultRole", root.urn),
    }


def test_they_stay_in_the_account_when_the_program_no_longer_names_them():
    assert all(each.retain_on_delete for each in made().children(made().one(ServiceRoles.TYPE)))


def test_nodes_that_scale_and_mend_themselves_have_the_roles_that_are_not_authorised_by_one_click():
    assert {"AliyunCSManagedAutoScalerRole", "AliyunCSManagedNlcRole"} <= SERVICES.keys()


def test_a_cluster_comes_after_the_roles_that_it_depends_on():
    def program():
        roles = ServiceRoles("ack", ServiceRolesArgs())
        ACK.make(opts=pulumi.ResourceOptions(depends_on=[roles]))

    found = record(program)
    wanted = {each.urn for each in found.values() if each.type in (ROLE, GRANT) and each.name.startswith("ack-")}
    assert wanted <= ACK.control_plane(found).dependencies


def test_every_fault_at_once():
    with pytest.raises(ArgumentsError) as raised:
        ServiceRolesArgs(roles=("AliyunCSDefaultRole", "AliyunCSDefaultRole", "AliyunRole"))
    assert str(raised.value).split("\n") == [
        'ServiceRolesArgs.roles.1: "AliyunCSDefaultRole", expected each once; fix: remove the second one',
        f'ServiceRolesArgs.roles.2: "AliyunRole", expected one of {", ".join(SERVICES)}; fix: choose one of them',
    ]


def test_an_account_has_each_of_them_once(tmp_path):
    cloud = Provider("alicloud", tmp_path / "clouds.sqlite", region="ap-southeast-5")
    (role, *_) = made().of(ROLE)
    cloud.make(ROLE, **role.inputs)
    with pytest.raises(RefusalError, match=r"EntityAlreadyExists.Role"):
        cloud.make(ROLE, **role.inputs)
