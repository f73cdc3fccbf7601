"""The versions of provider packages that installed SDKs tell."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from engine.providers.installed import Installed
from engine.virtualenv import site_packages


def sdk(folder: Path, module: str, **manifest: object) -> None:
    (folder / module).mkdir(parents=True)
    (folder / module / "pulumi-plugin.json").write_text(json.dumps(manifest))


def test_an_sdk_tells_its_packages_name_and_version(tmp_path: Path) -> None:
    sdk(tmp_path, "pulumi_aws", resource=True, name="aws", version="7.51.1")
    sdk(tmp_path, "pulumi_azure_native", resource=True, version="v3.0.0")
    installed = Installed([tmp_path])
    assert [installed.version(package) for package in ("aws", "azure-native", "gcp")] == ["7.51.1", "3.0.0", ""]


def test_the_distribution_tells_the_version_that_the_sdk_does_not(tmp_path: Path) -> None:
    for module, version in (("pulumi_old", "1.2.3"), ("pulumi_early", "2.0.0a1")):
        sdk(tmp_path, module, resource=True)
        name = module.replace("_", "-")
        info = tmp_path / f"{module}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    installed = Installed([tmp_path])
    assert (installed.version("old"), installed.version("early")) == ("1.2.3", "")


def test_what_brings_no_plugin_or_a_parameterized_one_tells_nothing(tmp_path: Path) -> None:
    sdk(tmp_path, "pulumi_policy", resource=False, name="policy", version="1.0.0")
    sdk(tmp_path, "pulumi_local", resource=True, name="terraform-provider", version="1.0.0", parameterization={"name": "local"})
    installed = Installed([tmp_path])
    assert (installed.version("policy"), installed.version("terraform-provider")) == ("", "")


def test_the_running_interpreter_and_a_virtual_environments_have_their_packages_where_they_are() -> None:
    own = site_packages(None)
    assert Installed(own).version("aws") == "7.51.1"
    assert [path.resolve() for path in site_packages(Path(sys.prefix) / "bin" / "python")] == [path.resolve() for path in own]
