"""What a run of the program is for: to bring up what it declares, or only to look, under roles that may do nothing else.

Pulumi's configuration says it, `nusantara:purpose`. A preview on the real clouds, and the look for drift, run as `preview`: where a
provider takes on the role of an account, it takes on the one beside it whose name ends in `-preview`, and so do kubeconfigs.
"""

from __future__ import annotations

import re
from typing import Any, Final

import pulumi

from faults import Fault

from .environment import EnvironmentFaults
from .environment.model import Environment
from .providers import role_arn

KEY: Final = "nusantara:purpose"
DEPLOY: Final = "deploy"
PREVIEW: Final = "preview"
_ROLES: Final = {
    "pulumi:providers:aws": "assume_roles",
    "pulumi:providers:alicloud": "assume_role",
    "pulumi:providers:kubernetes": "kubeconfig",
}
"""The arguments of providers that name the role; each is a document in a text."""


def transformations(environment: Environment) -> list[pulumi.ResourceTransformation]:
    """What the purpose of this run changes in the resources of an environment.

    Raises:
        EnvironmentFaults: there is no such purpose.
    """
    project, name = KEY.split(":")
    purpose = pulumi.Config(project).get(name) or DEPLOY
    if purpose not in (DEPLOY, PREVIEW):
        fix = f"give one of them, or leave {KEY} out"
        raise EnvironmentFaults([Fault(path=KEY, given=repr(purpose), expected=f"{DEPLOY} or {PREVIEW}", fix=fix)])
    roles = sorted({role_arn(site.cloud, site.account) for site in environment.sites.values() if site.account})
    return [_looking(roles)] if purpose == PREVIEW and roles else []


def _looking(roles: list[str]) -> pulumi.ResourceTransformation:
    named = re.compile(rf"({'|'.join(map(re.escape, roles))})(?![\w+=,.@/-])")

    def looking(text: Any) -> Any:
        return named.sub(rf"\1-{PREVIEW}", text) if isinstance(text, str) else text

    def transformation(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        argument = _ROLES.get(args.type_)
        if argument is None or args.props.get(argument) is None:
            return None
        told = pulumi.Output.from_input(args.props[argument]).apply(looking)
        return pulumi.ResourceTransformationResult({**args.props, argument: told}, args.opts)

    return transformation
