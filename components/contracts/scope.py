"""What names begin with that an account has once: whichever stack declares a thing, it is called the same."""

from __future__ import annotations

import pulumi


def scope() -> str:
    """The project and the environment, `<project>-<environment>`.

    An environment is a stack, or several: the file of each of those names it as `nusantara:of`. A name that began with the stack's
    own would be another one, and its object be replaced, when an environment is taken apart or put together.
    """
    return f"{pulumi.get_project()}-{pulumi.Config('nusantara').get('of') or pulumi.get_stack()}"
