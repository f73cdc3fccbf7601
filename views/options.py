"""What a person asks to see beyond what every view shows, or less of it.

Source: pkg/backend/display/options.go; which view heeds which is as there.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayOptions:
    """How much is shown.

    Args:
        sames: also the resources that stay the same.
        reads: also the resources that are only read, as rows of the tree.
        replacement_steps: every step of a replacement, where a rich diff and a digest show one.
        secrets: what texts show in clear instead of `[secret]`; JSON never does.
        full: long texts uncut.
        urns: URNs instead of types and names.
        config: the configuration before anything else.
        outputs: what the stack and its resources give.
        remediations: what policies changed of each resource, where there is else a count.
    """

    sames: bool = False
    reads: bool = False
    replacement_steps: bool = False
    secrets: bool = False
    full: bool = False
    urns: bool = False
    config: bool = False
    outputs: bool = True
    remediations: bool = False


DEFAULT = DisplayOptions()
