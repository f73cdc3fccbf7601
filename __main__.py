"""The program: the environment of the stack, declared, and what a person needs next of it."""

import pulumi

from stacks.environment import load
from stacks.topology import build

for name, value in build(load()).outputs.items():
    pulumi.export(name, value)
