"""What users of previews have asked for, for years and elsewhere, and what no other tool has: each is shown by a case.

`p#n` is issue n of github.com/pulumi/pulumi.
"""

from __future__ import annotations

from typing import Final

ASKS: Final = {
    "no-credentials": "a preview without cloud credentials or secrets (p#12289, p#11024, pulumi-gcp#2014)",
    "fits": "a comment that fits (pulumi/actions#482, #1387)",
    "only-changes": "only what changed (p#4305, p#22068)",
    "list-insert": "an insert into a list shows one item, not every one behind it (p#13640, p#3249)",
    "order": "order that means nothing changes nothing (p#23511, pulumi-aws#5296)",
    "equal-json": "equal JSON is no difference (pulumi-aws-native#3042)",
    "forces": "which input forces a replacement, and which resource upstream it comes from (p#6203, p#8185)",
    "deletes-data": "that a change deletes data (p#1420)",
    "unknowns": "no more is said to change than what may, and each unknown names its source (p#3190, terraform#25043)",
    "secrets": "no secret in plain text (p#4957, digger#2677, atlantis#163)",
    "policies": "what policies and checks find, without noise on unknowns (p#18851, p#19737)",
    "big": "a plan of hundreds of changes, quickly (p#7682, pulumi-azure-native#4516)",
    "rename": "a rename is no deletion and creation (p#16209, p#9412)",
    "real-program": "a plan of the real program, with no CLI",
    "base-branch": "base branch, checkpoint and stack against stack in one engine",
    "will-or-may": "what will be replaced apart from what may be",
    "keyed-lists": "lists aligned by what names their elements; “3 reordered, 0 changed”",
    "tiers": "how what is destroyed comes back, on both clouds",
    "access": "who may do or reach what: IAM, RAM, security groups and RBAC in one table",
    "sites": "what the loss of a site or a zone would mean, before and after",
    "peak": "the declared peak against limits, with what runs out first",
    "budget": "a comment with a budget, in which the least important goes first",
    "alias": "renames found, with the exact aliases to paste",
    "cannot-know": "a stated line on what a plan without the clouds cannot know",
}
"""By key: what is asked for, and where."""
