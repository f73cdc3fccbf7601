"""Who may do or reach what by a plan, and could not before; or no longer may.

comparing.py   what objects grant before and after, and what of it differs
granting.py    what a grant is, and how one object tells its own
identities.py  IAM, RAM and who gets into clusters
connections.py security groups on both clouds
exposing.py    endpoints, white lists and buckets
policies.py    network policies
clusters.py    RBAC
outsiders.py   whether a principal is of another account
covering.py    which grants others cover
"""

from __future__ import annotations

from .comparing import access

__all__ = ["access"]
