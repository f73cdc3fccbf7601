"""Where the process begins: whatever interrupts it while it still loads ends it without a traceback."""

from __future__ import annotations

import sys

from .codes import CANCELLED
from .signals import ignore_from_now_on, interrupt_quietly


def main() -> None:
    """Run `nusa`."""
    try:
        interrupt_quietly()
        from .main import main as run

        run()
    except KeyboardInterrupt:
        ignore_from_now_on()
        sys.exit(CANCELLED)
