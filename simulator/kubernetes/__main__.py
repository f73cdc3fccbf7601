"""The plugin process of the simulated kubernetes provider, which the real engine starts."""

import sys
from pathlib import Path

# Python puts this folder first, where modules of the same names as others' stand; the checkout is what must be found.
sys.path[0] = str(Path(__file__).resolve().parents[2])

from simulator.plugin import serve  # noqa: E402 - needs the path above

serve("kubernetes", sys.argv[1:])
