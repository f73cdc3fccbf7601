"""What every part of one deployment shares: its prior state, its providers, what it has made so far, and the way to report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from .errors import EngineError, ReportedError
from .events import Diagnostic, Event, Severity
from .hooks import Hooks
from .prior import Prior, dependencies_of
from .providers.crud import ResourceProvider
from .providers.defaults import require_allowed
from .providers.registry import Registry, is_provider_type
from .resource import Resource
from .targets import Selection

if TYPE_CHECKING:
    from .analyzers.policies import Policies


@dataclass(slots=True, kw_only=True)
class Context:
    """One preview, update or destruction of one stack.

    Args:
        project: the project's name, as URNs hold it.
        stack: the stack's name, as URNs hold it.
        preview: nothing outside is changed, and unknowns are allowed.
        continue_on_error: what does not depend on a failure goes on.
        prior: the state before.
        registry: the providers.
        listener: takes every event.
        hooks: what the program has registered to be called around steps.
        policies: the policy packs that were asked for; None where none were.
        selection: what the deployment is about.
        asked: whether what the program registers is reported, as it is given.
        unguarded: whether a preview goes by as if nothing were protected.
    """

    project: str
    stack: str
    preview: bool
    continue_on_error: bool
    prior: Prior
    registry: Registry
    listener: Callable[[Event], None]
    hooks: Hooks = field(default_factory=Hooks)
    policies: Policies | None = None
    selection: Selection = field(default_factory=Selection)
    asked: bool = False
    unguarded: bool = False
    news: dict[str, Resource] = field(default_factory=dict)
    """What has been registered, by URN, once its step is done."""
    reads: dict[str, Resource] = field(default_factory=dict)
    deletes: dict[str, bool] = field(default_factory=dict)
    """The URNs of what is or will be deleted; a resource deleted with one of them needs no call of its own."""
    unavailable: set[str] = field(default_factory=set)
    """The URNs of what has failed, or was skipped since it depends on a failure, while the rest goes on."""
    planning_failed: bool = False
    """A fault was reported that a preview goes on after."""
    hook_failed: bool = False
    """A hook failed after an operation, which is reported and ends the deployment."""
    bailed: bool = False
    """A registration could not be planned: what was reported there says it all."""

    def depends_on_failure(self, resource: Resource) -> bool:
        """Whether something that a resource needs, its provider included, is not there."""
        needed = dependencies_of(resource, parent=True, provider=True)
        return bool(self.unavailable) and any(urn in self.unavailable for urn in needed)

    def report(self, severity: Severity, message: str, urn: str = "") -> None:
        self.listener(Diagnostic(message, severity, urn))

    def error(self, message: str, urn: str = "") -> None:
        self.report(Severity.ERROR, message, urn)

    def refuse(self, message: str, urn: str = "") -> NoReturn:
        """Report an error, and end what led to it.

        Raises:
            ReportedError: always.
        """
        self.error(message, urn)
        raise ReportedError(message)

    async def ensure_provider(self, resource: Resource) -> None:
        """Have the provider of a resource of the prior state at hand, as it was configured then."""
        try:
            await self.registry.ensure(resource.provider, self.prior.provider)
        except EngineError as error:
            raise EngineError(f"could not load provider for resource {resource.urn}: {error}") from error

    def provider_for(self, resource: Resource) -> ResourceProvider:
        """The provider that carries out a step on a resource.

        Raises:
            EngineError: it is not known, or the stack forbids default providers.
        """
        if is_provider_type(resource.type):
            return self.registry
        require_allowed(resource.provider, resource.urn)
        provider = self.registry.get(resource.provider)
        if provider is None:
            raise EngineError(f"unknown provider '{resource.provider}' for resource {resource.urn}")
        return provider
