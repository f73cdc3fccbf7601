"""A stack that is open for previews, updates and its destruction: the engine's public face.

A session holds what does not change between runs: the project and the stack's configuration. Each run opens the state anew, a
preview without a lock, everything else with one.
"""

from __future__ import annotations

import asyncio
import dataclasses
import time
from collections.abc import Sequence

from .deployment import Snapshot
from .events import Diagnostic, Listener, Severity
from .healing import heal, settled
from .hearing import Journal
from .history import Recording, UpdateKind
from .imports.file import ImportFile
from .imports.keys import StackKeys
from .imports.request import Import
from .imports.resolving import resolve
from .interrupts import Interrupts
from .normalizing import normalize
from .parts import Assembly
from .prior import Prior
from .recording import NoRecorder, StateRecorder
from .result import Options, Result
from .run import Run, summary_of
from .state import StackState
from .virtualenv import site_packages


class Session:
    """An open stack.

    Args:
        assembly: puts each run together, and holds what they share.
    """

    def __init__(self, assembly: Assembly) -> None:
        self.project = assembly.project
        self.stack = assembly.stack
        self.config = assembly.config
        self._backend = assembly.backend
        self._assembly = assembly

    def preview(self, options: Options | None = None, listener: Listener = lambda _: None) -> Result:
        """Plan what an update would do.

        Raises:
            EngineError: the state cannot be read.
        """
        return self._go(options or Options(), listener, UpdateKind.UPDATE, preview=True)

    def update(self, options: Options | None = None, listener: Listener = lambda _: None) -> Result:
        """Bring the stack to what the program says.

        Raises:
            EngineError: the state cannot be read, another run holds it (`LockHeld`), or a secret is not known.
        """
        self.config.require_known()
        return self._go(options or Options(), listener, UpdateKind.UPDATE, preview=False)

    def destroy(self, options: Options | None = None, listener: Listener = lambda _: None, *, preview: bool = False) -> Result:
        """Delete everything that the stack has, or say what would be.

        Raises:
            EngineError: the state cannot be read, another run holds it (`LockHeld`), it lacks a target, or the program is to run
                and a secret is not known.
        """
        asked = options or Options()
        if asked.run_program and not preview:
            self.config.require_known()
        return self._go(asked, listener, UpdateKind.DESTROY, preview=preview)

    def refresh(self, options: Options | None = None, listener: Listener = lambda _: None, *, preview: bool = False) -> Result:
        """Bring the state to what the clouds say, or say what would change in it.

        Raises:
            EngineError: the state cannot be read, another run holds it (`LockHeld`), it lacks a target, or the program is to run
                and a secret is not known.
        """
        asked = dataclasses.replace(options or Options(), refresh=True)
        if asked.run_program and not preview:
            self.config.require_known()
        return self._go(asked, listener, UpdateKind.REFRESH, preview=preview)

    @property
    def keys(self) -> StackKeys:
        """The stack's encryption, for secrets in import files."""
        return StackKeys(self._backend, self.stack, self.config.salt)

    def resolve_imports(self, file: ImportFile, *, protect: bool = True) -> tuple[list[Import], dict[str, str]]:
        """The objects that an import file asks for, and the names of variables by URN.

        Raises:
            ImportFileError: the file cannot be followed; every fault at once.
            EngineError: the state cannot be read.
        """
        return resolve(file, stack=self.stack, project=self.project.name, protect=protect, decrypt=self.keys.decrypt)

    def import_resources(
        self,
        imports: Sequence[Import],
        options: Options | None = None,
        listener: Listener = lambda _: None,
        *,
        preview: bool = False,
    ) -> Result:
        """Take objects that exist into the state, or say what that would be; no program runs.

        Raises:
            EngineError: the state cannot be read, or another run holds it (`LockHeld`).
        """
        asked = dataclasses.replace(options or Options(), imports=tuple(imports))
        return self._go(asked, listener, UpdateKind.IMPORT, preview=preview)

    def snapshot(self) -> Snapshot:
        """The state as it is now."""
        with self._open(read_only=True) as state:
            return state.snapshot

    def _open(self, *, read_only: bool) -> StackState:
        return self._backend.open(self.stack, config_salt=self.config.salt, read_only=read_only)

    def _go(self, options: Options, listener: Listener, kind: UpdateKind, *, preview: bool) -> Result:
        with Interrupts() as interrupts, self._open(read_only=preview) as state:
            if kind in (UpdateKind.DESTROY, UpdateKind.REFRESH):
                options.selection.require(resource.urn for resource in state.snapshot.resources)
            record = None if preview else self._record(kind, options)
            try:
                result = asyncio.run(self._run(state, options, listener, interrupts, kind, preview=preview))
            except BaseException:  # an interrupt too: the history must not hold a run that never ended
                if record is not None:
                    record.fail()
                raise
            if record is not None:
                record.end({str(op): count for op, count in result.summary.changes.items()}, failed=bool(result.exit_code))
            return result

    def _record(self, kind: UpdateKind, options: Options) -> Recording:
        history, config = self._backend.history(self.stack), self.config.recorded
        return Recording(history, kind, project=self.project, config=config, message=options.message, flags=options.flags)

    async def _run(
        self, state: StackState, options: Options, listener: Listener, interrupts: Interrupts, kind: UpdateKind, *, preview: bool
    ) -> Result:
        started = time.perf_counter()
        journal = Journal(listener, self.config.secret_texts())
        for notice in state.notices:
            journal(Diagnostic(notice, Severity.WARNING))
        recorder = NoRecorder() if preview else StateRecorder(state)
        snapshot, unused = settled(state.snapshot, clear=options.clear_pending_creates, adopt=options.import_pending_creates)
        for urn in unused:
            journal(Diagnostic(f'"{urn}" did not correspond to a pending create', Severity.WARNING))
        if not preview and snapshot is not state.snapshot:
            state.save(snapshot)
        resources = snapshot.resources
        prior = Prior(
            [dataclasses.replace(resource) for resource in resources] if preview else resources,  # steps mark what they change
            redacted=snapshot.redaction is not None,
        )
        parts = self._assembly.parts(prior, recorder, options, journal, kind, preview=preview)
        await heal(parts.context, state, explain=not options.refresh)
        run = Run(parts)
        interrupts.attach(run.interrupt)
        exit_code = await run.execute()
        interrupts.detach()
        if not preview:
            after = state.current()
            state.save(dataclasses.replace(after, resources=normalize(after.resources)))
        summary = summary_of(run, parts.executor, started, preview=preview, failed=exit_code != 0)
        journal(summary)
        return Result(
            steps=tuple(journal.steps),
            summary=summary,
            diagnostics=tuple(journal.diagnostics),
            outputs=run.outputs,
            exit_code=exit_code,
            snapshot=state.snapshot,
            asked=tuple(journal.asked),
            libraries=tuple(site_packages(self.project.interpreter)),
        )
