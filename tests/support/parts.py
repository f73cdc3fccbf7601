"""A project with a split environment, small enough for tests that run no program."""

from __future__ import annotations

from pathlib import Path

SITES, JOINING = ("test-jakarta", "test-batam"), "test-global"
ENVIRONMENT = """\
config:
  nusantara:environment:
    split: site
    tier: development
    domain: shop.example
    address_space: 10.64.0.0/12
    sites:
      jakarta: {cloud: aws, region: ap-southeast-3, zones: [a], country: id, network: {cidr: 10.64.0.0/16, pods: 10.65.0.0/16}}
      batam: {cloud: alicloud, region: ap-southeast-5, zones: [a], country: id, network: {cidr: 10.68.0.0/16, pods: 10.69.0.0/16}}
"""


def split_project(root: Path) -> Path:
    """Write the project, its environment and the files of its stacks into an empty folder."""
    (root / "Pulumi.yaml").write_text("name: nusantara\nruntime: python\n")
    (root / "Pulumi.test.yaml").write_text(ENVIRONMENT)
    for stack in (*SITES, JOINING):
        (root / f"Pulumi.{stack}.yaml").write_text("config:\n  nusantara:of: test\n")
    return root
