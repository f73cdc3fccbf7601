"""Pulumi's exit codes.

Source: sdk/go/common/util/cmdutil/exit.go.
"""

from __future__ import annotations

from typing import Final

GENERIC: Final = 1
CONFIGURATION: Final = 2
POLICY: Final = 5
NO_CHANGES: Final = 7
CANCELLED: Final = 8
TIMEOUT: Final = 9
INTERNAL: Final = 255
