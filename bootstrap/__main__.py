"""The program: the account of the stack, declared, and what workflows are told of it."""

import sys
from pathlib import Path

import pulumi

sys.path.append(str(Path(__file__).resolve().parents[1]))  # the rooms stand beside this project

from bootstrap.account import build
from bootstrap.source import load

for name, value in build(load()).outputs.items():
    pulumi.export(name, value)
