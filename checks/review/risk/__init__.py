"""What destructive steps cost: whether what they destroy comes back, what stops meanwhile, and what depends on it.

assessing.py   a tier for a step, by what is known of its type
holding.py     what a table says of a type
aws.py  alicloud.py  kubernetes.py   the tables: by type, what of an object says whether its data survives it
discarding.py  updates that throw something away
stopping.py    what does not work while a step goes on; restarting.py inputs that have an object of a cloud restart
reaching.py    what depends on an object, near and far

A tier follows from what the object is and was told: snapshots, versions, windows in which a deletion can be taken back, deletion
protection, `retain_on_delete`. Where nothing is known of a type, that is what is said.
"""

from __future__ import annotations

from .assessing import risks

__all__ = ["risks"]
