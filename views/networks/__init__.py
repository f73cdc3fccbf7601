"""The networks of a plan or a state as a picture: sites, their zones and tiers, and what each tier's routes lead to.

Read it in this order:

    types.py      which resource types of which cloud mean what: the one table to extend for a new type
    joins.py      which resources belong together, by what they depend on: in a preview nothing has an id yet
    model.py      the picture as data
    reading.py    from resources to the picture; tiers.py the tiers of one network, exits.py what they lead to
    words.py      what every picture says alike
    mermaid.py dot.py    the picture as text, for GitHub and for Graphviz
"""

from __future__ import annotations

from .dot import dot
from .mermaid import mermaid
from .model import Picture
from .reading import read

__all__ = ["Picture", "dot", "mermaid", "read"]
