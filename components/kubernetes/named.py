"""Names by which objects refer to others that are shared by many and cannot be changed."""

from __future__ import annotations

import pulumi


def once_there(made: pulumi.CustomResource, name: str) -> pulumi.Output[str]:
    """The name of an object for whoever refers to it, given once it is there, and no dependency.

    What depends on a resource that has to be deleted before its successor is made is replaced along with it, as far as its own
    inputs cannot change; of a Deployment's that is the selector. So one kind of disks, or one priority, made anew under its name
    would take down every workload that names it, though what runs does not even look at it again
    (pulumi.com/docs/iac/concepts/resources/options/deletebeforereplace).

    Args:
        made: the object.
        name: its name.
    """

    async def named() -> str:
        await made.urn.future()
        return name

    return pulumi.Output.from_input(named())
