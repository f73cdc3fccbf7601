"""What a cluster on Alibaba Cloud is made from, and what Alibaba Cloud refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

import pulumi

from .. import arguments, contracts
from ..errors import Faults

Spec: TypeAlias = Literal["ack.standard", "ack.pro.small", "ack.pro.xlarge", "ack.pro.2xlarge", "ack.pro.4xlarge"]
ProxyMode: TypeAlias = Literal["ipvs", "iptables", "nftables"]

ADDONS = (
    "metrics-server",
    "csi-plugin",
    "managed-csiprovisioner",
    "ack-pod-identity-webhook",
    "node-lifecycle-controller",
    "ack-node-problem-detector",
)
"""What is installed beside the network plug-in. The webhook injects what RRSA needs; the last two repair nodes.

Sources: www.alibabacloud.com/help/en/ack/product-overview/ack-pod-identity-webhook, and `management.auto_repair` in
registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/cs_kubernetes_node_pool.
"""

EVERYWHERE = "0.0.0.0/0"

_VERSION = re.compile(r"1\.\d{2}\.\d+-aliyun\.\d+")
_MOST_VSWITCHES = 5


@dataclass(frozen=True, kw_only=True)
class ClusterArgs(contracts.ClusterArgs):
    """What a cluster on Alibaba Cloud is made from.

    Args:
        spec: the control plane's edition; "ack.standard" has no service level and can neither encrypt Secrets nor keep the
            control plane's logs.
        encrypt_secrets: encrypt Kubernetes Secrets with a KMS key.
        secrets_key: id of that key; by default one is made.
        kms_instance: id of the KMS instance that the key is made in, where it rotates every year. Without one it is the region's
            default master key, of which an account has a single one: a second cluster there must be given its `secrets_key`, and
            what is left of a deleted one is in the way for 30 days. KMS sells the rotation of that key apart, so it does not rotate
            (www.alibabacloud.com/help/en/kms/user-guide/manage-keys-2 and getting-started/purchase-and-enable-a-kms-instance).
        certificate_authority: the certificate that vouches for the API server, base64, from
            `ack-ram-tool credential-plugin get-kubeconfig`. The provider would only put it in the state together with a client
            key that is good for three years. It is public and lives as long as the cluster; until it is given, nothing can be
            applied inside.
        proxy_mode: how kube-proxy spreads connections; changing it replaces the cluster. "iptables" runs on every image and is not
            going away; it slows down with thousands of Services. Kubernetes 1.35 deprecates "ipvs", and "nftables" begins with it
            (cs_managed_kubernetes, `proxy_mode`) but asks for nodes of Linux 5.13
            (kubernetes.io/docs/reference/networking/virtual-ips/#proxy-mode-nftables), where Alibaba Cloud Linux 3 has 5.10.
        addon_versions: versions of `ADDONS`; those left out are ACK's own choice when the add-on is installed.
        image_type: the nodes' operating system (`image_type` of alicloud_cs_kubernetes_node_pool).
        maintenance_days: the days of the week on which ACK may mend nodes.
        maintenance_start: the first such time, RFC 3339; its hour holds for all.
        resource_group: the id of the resource group of all that is made; the account's default group by default.
    """

    spec: Spec = "ack.pro.small"
    encrypt_secrets: bool = True
    secrets_key: pulumi.Input[str] | None = None
    kms_instance: pulumi.Input[str] | None = None
    certificate_authority: pulumi.Input[str] | None = None
    proxy_mode: ProxyMode = "iptables"
    addon_versions: Mapping[str, str] = field(default_factory=dict)
    image_type: str = "AliyunLinux3"
    maintenance_days: tuple[str, ...] = ("Tuesday", "Wednesday")
    maintenance_start: str = "2026-01-06T02:00:00.000+07:00"
    resource_group: str | None = None

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        fits = bool(_VERSION.fullmatch(self.version))
        fix = "write the whole version, down to the number after aliyun"
        faults.check(fits, "version", self.version, "a version as ACK spells it, say 1.35.7-aliyun.1", fix)
        zones = self.network.zones
        expected = f"at most {_MOST_VSWITCHES} zones, one vSwitch of the control plane in each"
        fix = "use fewer zones; ACK takes no more vSwitches"
        faults.check(len(zones) <= _MOST_VSWITCHES, "network.zones", ", ".join(zones), expected, fix)
        self._check_certificate(faults)
        self._check_capabilities(faults)
        if arguments.check_choice(faults, "spec", self.spec, get_args(Spec)) and not self.professional:
            fix = 'write encrypt_secrets: false, or the spec "ack.pro.small"'
            faults.check(not self.encrypt_secrets, "encrypt_secrets", self.encrypt_secrets, f"false with {self.spec}", fix)
        arguments.check_choice(faults, "proxy_mode", self.proxy_mode, get_args(ProxyMode))
        for addon in self.addon_versions:
            arguments.check_choice(faults, "addon_versions", addon, ADDONS)

    def _check_certificate(self, faults: Faults) -> None:
        given = self.certificate_authority
        if isinstance(given, str):
            fix = "write certificate-authority-data of the kubeconfig as it stands there"
            encoded = arguments.is_certificate(given)
            faults.check(encoded, "certificate_authority", f"{given[:20]}…", "a PEM certificate in base64", fix)

    def _check_capabilities(self, faults: Faults) -> None:
        """What the contract offers and this cloud lacks; see the capabilities of `contracts.Cluster`."""
        if self.endpoint == "public":
            given = ", ".join(self.public_cidrs)
            fix = "say so by writing that block alone, or make the endpoint private; Alibaba Cloud opens it to everyone"
            faults.check(self.public_cidrs == (EVERYWHERE,), "public_cidrs", given, EVERYWHERE, fix)
        for name, pool in self.pools.items():
            capacity = pool.capacity
            initial, least = capacity.start, capacity.min
            fix = "leave initial out, or raise min; ACK takes no number of nodes for a pool that it scales"
            as_min = initial == least or not capacity.moved
            faults.check(as_min, f"pools.{name}.capacity.initial", initial, f"min, which is {least}", fix)
            free, fix = not (capacity.enforce and capacity.moved), "leave it out; ACK alone moves the number of nodes"
            faults.check(free, f"pools.{name}.capacity.enforce", capacity.enforce, "false for a pool that is autoscaled", fix)

    @property
    def professional(self) -> bool:
        """Whether the control plane is of the edition that encrypts and logs."""
        return self.spec != "ack.standard"
