"""Steps: what a deployment does to one resource, each a class that knows how to be applied.

base.py       what every step has
same.py       nothing changes, perhaps but what the engine itself keeps
create.py     a new object, also in place of an old one
update.py     the object is changed in place
replace.py    the mark between the two halves of a replacement, for people
delete.py     the object goes, also because it was replaced
read.py       the object is looked up and not managed
refresh.py    the object is read anew, since it may have changed or gone
untargeted.py the deployment is not about it: it stays as it is, or is not made
importing.py  the object exists already and is managed from now on, by the program's wish or by an import of its own

Source: pkg/resource/deploy/step.go.
"""

from __future__ import annotations

from .base import BaseStep, Registration, Verdict
from .create import CreateStep
from .delete import DeleteProtectedError, DeleteStep, RemovePendingReplaceStep
from .importing import ImportStep, PlannedImportStep
from .read import ReadStep
from .refresh import RefreshStep
from .replace import ReplaceStep
from .same import SameStep
from .untargeted import SkippedCreateStep, UntargetedStep
from .update import UpdateStep

__all__ = [
    "BaseStep",
    "CreateStep",
    "DeleteProtectedError",
    "DeleteStep",
    "ImportStep",
    "PlannedImportStep",
    "ReadStep",
    "RefreshStep",
    "Registration",
    "RemovePendingReplaceStep",
    "ReplaceStep",
    "SameStep",
    "SkippedCreateStep",
    "UntargetedStep",
    "UpdateStep",
    "Verdict",
]
