"""`python -m tests.alicloud_schemas PROVIDER BRIDGE`: write the tables of what Alibaba Cloud's provider says of inputs.

PROVIDER and BRIDGE are checkouts of terraform-provider-alicloud and of pulumi-alicloud, at releases next to the SDK's.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from checks.schema.alicloud.table import Held, Row
from checks.schema.alicloud.values import faults
from checks.schema.sdk import Sdk, sdk
from checks.schema.types import Record

from .examples import examples
from .naming import tokens
from .tables import arguments, forcing, holding

_HERE: Final = Path(__file__).parent
_ROOT: Final = _HERE.parent.parent
FORCING: Final = _ROOT / "simulator/alicloud/forcing.tsv"
HELD: Final = _ROOT / "checks/schema/alicloud/held.tsv"


def main(provider: Path, bridge: Path) -> None:
    """Write both tables, and print how much of the SDK they cover."""
    said = subprocess.run(["go", "run", ".", provider / "alicloud"], cwd=_HERE, check=True, capture_output=True, text=True)
    schemas = json.loads(said.stdout)
    metadata = json.loads((bridge / "provider/cmd/pulumi-resource-alicloud/bridge-metadata.json").read_text())
    known = {name: each["current"] for name, each in metadata["auto-aliasing"]["resources"].items()}
    spec = find_spec("pulumi_alicloud")
    assert spec is not None
    assert spec.origin is not None
    libraries = (Path(spec.origin).parents[1],)
    installed = sdk("alicloud", libraries)
    assert installed is not None
    found = {token: schemas[name] for name, token in tokens(schemas, known, installed.types).items()}
    release = re.search(r"^## (\d+\.\d+\.\d+) \(\w+ \d", (provider / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert release is not None
    header = f"# terraform-provider-alicloud {release[1]}, by the names of pulumi-alicloud {version('pulumi-alicloud')}\n"
    shown = examples(Path(spec.origin).parent, installed)
    FORCING.write_text(header + "".join(_stanzas(found, installed, _forcing)))
    HELD.write_text(header + "".join(_stanzas(found, installed, lambda token, *given: _holding(shown.get(token, []), *given))))
    print(f"{len(found)} of {len(installed.types)} types; {len(schemas) - len(found)} resources have none in the SDK")


def _forcing(_token: str, schema: Any, wanted: Record) -> Iterable[tuple[str, ...]]:
    return forcing(arguments(schema["fields"], wanted), frozenset(schema.get("conditional", ())))


def _holding(shown: list[dict[str, Any]], schema: Any, wanted: Record) -> Iterable[tuple[str, ...]]:
    """What values are held to, but for what an example of the documentation breaks: the provider takes more by now."""
    for path, kind, said in holding(arguments(schema["fields"], wanted)):
        row = Held("", (Row(path, kind, json.loads(said) if said else None),))
        if not any(next(faults(inputs, row), None) for inputs in shown):
            yield path, kind, said


def _stanzas(found: dict[str, Any], installed: Sdk, rows: Callable[[str, Any, Record], Iterable[tuple[str, ...]]]) -> Iterable[str]:
    for token, schema in sorted(found.items()):
        wanted = installed.arguments(token)
        if wanted is None:
            continue
        lines = "".join("\t".join(("", *row)).rstrip() + "\n" for row in rows(token, schema, wanted))
        if lines or rows is _forcing:
            yield f"{token}\t{schema['file']}\n{lines}"


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m tests.alicloud_schemas PROVIDER BRIDGE")
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
