"""From an account's file to its components."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import pulumi

from components.errors import ArgumentsError
from stacks.environment.problems import Problem, translated

from .model import AwsAccount
from .source import Loaded
from .variables import commands


class Account(pulumi.ComponentResource):
    """An account, and all that it has before its first environment.

    Its inputs are the account as it was read, so that whatever reads a plan knows what its file says.

    Args:
        loaded: the account.

    Attributes:
        outputs: `variables` by environment of GitHub, and `github`, the commands that set them.
    """

    TYPE: ClassVar[str] = "nusantara:index:Account"

    def __init__(self, loaded: Loaded) -> None:
        account = loaded.account
        super().__init__(self.TYPE, loaded.source.name, account.model_dump(mode="json", exclude_none=True))
        if isinstance(account, AwsAccount):
            from . import aws  # a program pays for no SDK that it does not use

            told = aws.declare(account, self._with(aws.provider(account, pulumi.ResourceOptions(parent=self))))
        else:
            from . import alicloud

            told = alicloud.declare(account, self._with(alicloud.provider(account, pulumi.ResourceOptions(parent=self))))
        known: pulumi.Output[Any] = pulumi.Output.from_input(told)
        set_by = known.apply(lambda values: commands(account.github.repository, values))
        self.outputs: dict[str, Any] = {"variables": told, "github": set_by}
        self.register_outputs(self.outputs)

    def _with(self, provider: pulumi.ProviderResource) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self, providers=[provider])


def build(loaded: Loaded) -> Account:
    """Declare an account.

    Raises:
        EnvironmentFaults: when a component refuses what its file says; nothing has been declared then.
    """
    if problems := list(_refused(loaded)):
        raise loaded.refused(problems)
    return Account(loaded)


def _refused(loaded: Loaded) -> Iterator[Problem]:
    account = loaded.account
    if isinstance(account, AwsAccount):
        from . import aws

        parts = aws.rehearsed(account)
    else:
        from . import alicloud

        parts = alicloud.rehearsed(account)
    for path, make in parts:
        try:
            make()
        except ArgumentsError as error:
            yield from translated(error.faults, lambda field, path=path: _place(path, field))


def _place(path: tuple[str | int, ...], field: str) -> tuple[str | int, ...]:
    """Where the file says what a component refuses; what it takes of the account itself stands above its part."""
    steps = tuple(int(step) if step.isdecimal() else step for step in field.split("."))
    match steps[0]:
        case "administrators" | "tags" | "regions" | "region":
            return steps
        case "repository" | "deploy_hours" | "preview_hours":
            return ("github", *steps)
        case _:
            return (*path, *steps)
