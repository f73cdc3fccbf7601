"""What of a deployment is simulated, and what runs for real: one line, said before anything is touched."""

from __future__ import annotations

from collections.abc import Iterable

from engine import urn as urns
from engine.events import Step
from engine.project import Project
from engine.providers import dynamic


def reality(project: Project, planned: Iterable[Step] | None) -> str:
    """The line under the headline of an update or a destruction.

    Args:
        project: its plugins by path are what they are.
        planned: the steps of the preview; None where there was none, so that nobody knows whether a dynamic provider has its part.
    """
    real = []
    if project.providers:
        names = sorted(plugin.name for plugin in project.providers)
        real.append(f"the plugin{'s' * (len(names) > 1)} {', '.join(names)}")
    if planned is None:
        real.append("dynamic providers, if there are any")
    elif any(urns.package_of(step.type) == dynamic.PACKAGE for step in planned):
        real.append("dynamic providers")
    if not real:
        return "on simulated clouds: nothing real is touched"
    return f"on simulated clouds; not simulated: {' and '.join(real)}"
