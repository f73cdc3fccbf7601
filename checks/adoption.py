"""What an environment adopts, taken as made: a scratch place has simulated clouds, where no id of a real one is known.

From then on an adopted part is as the environment has it, so what a change comes to is the same.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

ADOPT = ("network", "adopt")


def as_made(text: str) -> tuple[str, tuple[str, ...]]:
    """An environment's file without what it adopts, every line where it was; and the sites that adopt something.

    A file that is no YAML is left as it is, for its reader to tell.
    """
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return text, ()
    found = list(_adopting(root))
    for _, node in sorted(found, key=lambda each: each[1].start_mark.index, reverse=True):
        start = node.start_mark.index
        body = text[start : node.end_mark.index].rstrip()  # a block ends where the next key begins
        lines = "\n" * body.count("\n")
        text = f"{text[:start]}null{lines}{text[start + len(body) :]}"
    return text, tuple(site for site, _ in found)


def _adopting(root: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    """The sites that adopt something, each with what it says of that."""
    for key, config in _entries(_inside(root, "config")):
        if key in ("environment", "nusantara:environment"):
            for site, node in _entries(_inside(config, "sites")):
                if (adopt := _inside(node, *ADOPT)) is not None:
                    yield site, adopt


def _entries(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((key.value, value) for key, value in node.value if isinstance(key, yaml.ScalarNode))


def _inside(node: yaml.Node | None, *path: str) -> yaml.Node | None:
    """What stands at a path; None for nothing."""
    for key in path:
        node = dict(_entries(node)).get(key)
    return node
