"""What `import pulumi` brings when the engine has been imported before."""

from __future__ import annotations

import subprocess
import sys

SOURCE = """
import sys
import engine
import pulumi
seldom = lambda: [name for name in ("dill", "pulumi.dynamic.dynamic", "pulumi.automation._local_workspace") if name in sys.modules]
print(seldom())
assert issubclass(pulumi.dynamic.ResourceProvider, object) and pulumi.automation.LocalWorkspace
print(seldom())
"""


def test_the_seldom_used_parts_of_the_sdk_are_loaded_when_they_are_used():
    ran = subprocess.run([sys.executable, "-c", SOURCE], capture_output=True, text=True, check=True)
    before, after = ran.stdout.splitlines()
    assert before == "[]"
    assert after == "['dill', 'pulumi.dynamic.dynamic', 'pulumi.automation._local_workspace']"
