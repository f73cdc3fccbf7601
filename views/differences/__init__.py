"""How two sets of properties differ, told as reviewers read it: lists aligned by what names their elements, documents by meaning.

Pulumi's own diff compares lists index by index, so one element more at the front shows every other as changed. That diff stays what
`--diff` prints; this one is for reviews.
"""

from __future__ import annotations

from .exporting import exports
from .model import Difference, Line, Place, Reordered, place_text
from .objects import difference

__all__ = ["Difference", "Line", "Place", "Reordered", "difference", "exports", "place_text"]
