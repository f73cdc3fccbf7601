"""Dynamic providers (`pulumi.dynamic`): written in the program itself, run by the SDK's own plugin, `python -m pulumi.dynamic`.

The SDK sends a provider along with each of its resources, serialized; the plugin reads it back. So it takes the program's
interpreter, to have the same packages, and the program's directory, to find the program's own modules.

Source: sdk/python/dist/pulumi-resource-pulumi-python; pkg/resource/deploy/target.go (GetPackageConfig) for the configuration.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from ..project import Project
from ..virtualenv import activated
from .launch import Launch

PACKAGE: Final = "pulumi-python"
"""The package of every dynamic provider; its configuration is the stack's whole, by full key."""


def launch(project: Project) -> Launch:
    """The start of the plugin for a project's program."""
    own = {
        "PULUMI_PROJECT": project.name,  # what `pulumi.get_project()` says in a provider
        "PULUMI_CONFIG": "{}",  # `pulumi.Config` has nothing there: a provider is given its configuration by `configure`
    }
    return Launch(
        name=PACKAGE,
        command=(str(project.interpreter or Path(sys.executable)), "-u", "-m", "pulumi.dynamic"),
        directory=project.working_directory,
        environment=activated(project.interpreter) | own,
    )
