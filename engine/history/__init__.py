"""What was done to a stack: a record of every update, destruction, refresh and import of resources, as Pulumi keeps them.

record.py        one update, and its JSON
store.py         the records of a stack on disk
recording.py     from the beginning of an update to its record
facts.py         under which circumstances it was run; repository.py build_server.py where those come from

Source: pkg/backend/updates.go, pkg/backend/diy/state.go (addToHistory), pkg/cmd/pulumi/metadata/metadata.go.
"""

from __future__ import annotations

from .record import Update, UpdateKind, UpdateResult
from .recording import Recording
from .store import History

__all__ = ["History", "Recording", "Update", "UpdateKind", "UpdateResult"]
