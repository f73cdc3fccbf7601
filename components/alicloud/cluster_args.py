"""What a cluster on Alibaba Cloud is made from, and what Alibaba Cloud refuses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import pulumi

from .. import arguments, contracts
from ..errors import Faults
from .cluster_addons import addon_faults

Spec: TypeAlias = Literal["ack.standard", "ack.pro.small", "ack.pro.xlarge", "ack.pro.2xlarge", "ack.pro.4xlarge"]
ProxyMode: TypeAlias = Literal["ipvs", "iptables", "nftables"]

Scaler: TypeAlias = Literal["cluster-autoscaler", "goatscaler"]
Follow: TypeAlias = Literal["window", "update"]
Log: TypeAlias = Literal["apiserver", "kcm", "scheduler", "ccm", "controlplane-events", "audit"]

LOGS: tuple[Log, ...] = get_args(Log)
AUDIT: Log = "audit"
"""What ACK keeps by an argument of its own (`audit_log_config` in cs_managed_kubernetes)."""

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

EVERYWHERE = "0.0.0.0/0"

_VERSION = re.compile(r"1\.\d{2}\.\d+-aliyun\.\d+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)")
_ROLE_ID = re.compile(r"\d{15,20}")
_MOST_VSWITCHES = 5


@dataclass(frozen=True, kw_only=True)
class ClusterArgs(contracts.ClusterArgs):
    """What a cluster on Alibaba Cloud is made from.

    `access` is by the ids of RAM roles, which need a RAM policy besides that lets them read the cluster. `pools` may be of
    `pool_args.Pool`, for what they are told on this cloud alone.

    Args:
        spec: the control plane's edition; "ack.standard" has no service level and can neither encrypt Secrets nor keep the
            control plane's logs.
        logs: kinds of the control plane's logs that are kept, one of its components at least; all by default. ACK itself decides
            how long it keeps those of "audit".
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
        unlisted_addons: names of add-ons that are newer than `cluster_addons.KINDS`, so that they are not refused.
        scaler: what moves the nodes of autoscaled pools: "cluster-autoscaler", or "goatscaler", ACK's own, which adds nodes sooner
            in clusters of many pools. On the way from the first to the second ACK takes its settings along
            (`scaler_type` of cs_autoscaling_config).
        nodes_follow: when nodes follow the control plane to a newer version: in the maintenance "window" after it, or with the
            "update" that raises it, `unavailable` at a time. A control plane is upgraded by itself in any case. With "update" the
            provider asks ACK for an upgrade whenever anything of a pool changes, since it cannot tell a version that is new from
            one that is there; what ACK answers to that is not documented.
        maintenance_days: the days of the week on which ACK may mend nodes and let them follow the control plane.
        maintenance_start: the first such time, RFC 3339; its hour holds for all.
        maintenance_hours: how long such a window is, 1 to 24.
        resource_group: the id of the resource group of all that is made; the account's default group by default.
    """

    spec: Spec = "ack.pro.small"
    logs: tuple[Log, ...] = LOGS
    encrypt_secrets: bool = True
    secrets_key: pulumi.Input[str] | None = None
    kms_instance: pulumi.Input[str] | None = None
    certificate_authority: pulumi.Input[str] | None = None
    proxy_mode: ProxyMode = "iptables"
    unlisted_addons: tuple[str, ...] = ()
    scaler: Scaler = "cluster-autoscaler"
    nodes_follow: Follow = "window"
    maintenance_days: tuple[str, ...] = ("Tuesday", "Wednesday")
    maintenance_start: str = "2026-01-06T02:00:00.000+07:00"
    maintenance_hours: int = 3
    resource_group: str | None = None

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        self._check_version(faults, "version", self.version)
        zones = self.network.zones
        expected = f"at most {_MOST_VSWITCHES} zones, one vSwitch of the control plane in each"
        fix = "use fewer zones; ACK takes no more vSwitches"
        faults.check(len(zones) <= _MOST_VSWITCHES, "network.zones", ", ".join(zones), expected, fix)
        self._check_certificate(faults)
        self._check_capabilities(faults)
        if arguments.check_choice(faults, "spec", self.spec, get_args(Spec)) and not self.professional:
            fix = 'write encrypt_secrets: false, or the spec "ack.pro.small"'
            faults.check(not self.encrypt_secrets, "encrypt_secrets", self.encrypt_secrets, f"false with {self.spec}", fix)
        self._check_logs(faults)
        arguments.check_choice(faults, "proxy_mode", self.proxy_mode, get_args(ProxyMode))
        arguments.check_choice(faults, "scaler", self.scaler, get_args(Scaler))
        arguments.check_choice(faults, "nodes_follow", self.nodes_follow, get_args(Follow))
        addon_faults(faults, self.addons, unlisted=self.unlisted_addons, issuer=self.issuer)
        self._check_pools(faults)
        self._check_access(faults)
        self._check_maintenance(faults)

    def _check_version(self, faults: Faults, place: str, version: str) -> None:
        fits, fix = bool(_VERSION.fullmatch(version)), "write the whole version, down to the number after aliyun"
        faults.check(fits, place, version, "a version as ACK spells it, say 1.35.7-aliyun.1", fix)

    def _check_pools(self, faults: Faults) -> None:
        for name, pool in self.pools.items():
            if pool.version is not None:
                self._check_version(faults, f"pools.{name}.version", pool.version)

    def _check_logs(self, faults: Faults) -> None:
        arguments.check_each_once(faults, "logs", self.logs)
        for position, kind in enumerate(self.logs):
            arguments.check_choice(faults, f"logs.{position}", kind, LOGS)
        some, fix = bool({*self.logs} - {AUDIT}), "keep apiserver, say"
        expected = "one component of the control plane at least"
        faults.check(some, "logs", ", ".join(self.logs) or None, expected, fix)

    def _check_access(self, faults: Faults) -> None:
        for name, access in self.access.items():
            if isinstance(access.principal, str):
                fits, fix = bool(_ROLE_ID.fullmatch(access.principal)), "write the role's id, which RAM shows beside its ARN"
                faults.check(fits, f"access.{name}.principal", access.principal, "the id of a RAM role, digits alone", fix)

    def _check_maintenance(self, faults: Faults) -> None:
        arguments.check_each_once(faults, "maintenance_days", self.maintenance_days)
        for position, day in enumerate(self.maintenance_days):
            arguments.check_choice(faults, f"maintenance_days.{position}", day, DAYS)
        faults.check(bool(self.maintenance_days), "maintenance_days", None, "one day at least", "write Tuesday, say")
        fits, fix = bool(_MOMENT.fullmatch(self.maintenance_start)), "write it like 2026-01-06T02:00:00.000+07:00"
        faults.check(fits, "maintenance_start", self.maintenance_start, "a time with its offset, RFC 3339", fix)
        arguments.check_range(faults, "maintenance_hours", self.maintenance_hours, 1, 24)

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
