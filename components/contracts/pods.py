"""What every pod of a workload or a job is made from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi

from .. import arguments
from ..errors import Faults
from ..quantities import quantity
from .delivery import Delivery
from .peer import Peer
from .pool import Taint
from .secret import FASTEST, SLOWEST, Reader, Secret, check_secrets

RRSA_ANNOTATION = "pod-identity.alibabacloud.com/role-name"
"""Names a service account's RAM role on ACK, whose webhook asks for a label on the pods besides."""

CONFIG_LIMIT = 1024 * 1024
"""Bytes that a ConfigMap holds at most (kubernetes.io/docs/concepts/configuration/configmap)."""

_FILE = re.compile(r"(?!\.\.)[-._a-zA-Z0-9]{1,253}")
_LONGEST_GRACE = 3600


@dataclass(frozen=True, kw_only=True)
class PodArgs:
    """What the pods of a workload and of a job have in common.

    Args:
        image: the container image by digest, "repository@sha256:<64 hex>"; a tag is refused.
        app: the name inside the cluster: of what runs the pods, of their service account and of whatever else belongs to them.
            The same on every site, so that callers find it by one name; by default the component's own name.
        command: what the container runs instead of the image's own entry point.
        arguments: what that is given.
        cpu: CPU request, in Kubernetes' spelling.
        memory: memory request and limit, in Kubernetes' spelling: memory cannot be taken back, so the two are one.
        cpu_limit: CPU limit, no less than the request. None by default: a limit throttles a pod that could use an idle core.
        grace: seconds that a pod may take to end, 1 to 3600.
        namespace: the namespace it is made in. Workloads share namespaces, so each is made once, by
            `components.kubernetes.namespace.Namespace`, whose `name` is given here; "default" is always there.
        user: number of the user that the container runs as, never 0 (root).
        annotations: annotations of the service account, as `Cluster.bind` returns them.
        environment: environment variables of the container.
        config: files that the container finds under /etc/<app>, by name; another content rolls the pods.
        secrets: what it finds of the cloud's store, by name: files under /run/secrets/<app>, or environment variables.
        secrets_every: seconds from one look into the store to the next, 30 to a day. Files follow within that and the kubelet's
            minute; variables stay what they were when the pod started.
        reader: who reads the secrets, as `Cluster.reader` gives it; needed with secrets.
        tokens: tokens of the service account for whom it is known to elsewhere, by the name of a file under /run/tokens/<app>: whom
            each is for, which that one asks of it. The kubelet renews them before their hour is over.
        delivery: what differs by the cluster's cloud; needed with secrets.
        priority: name of the PriorityClass; the cluster's default where there is none.
        pool: the node pool whose nodes the pods are kept to; any by default.
        tolerations: the taints that keep no pod of it off, say those of its pool.
        closed: let the pods reach, and be reached by, nobody but the peers that are named (see `kubernetes.network_policy`).
        calls: whom they may reach beside name servers and, where their service account is bound, the cloud's services.

    Raises:
        ArgumentsError: with every fault.
    """

    image: str
    app: str | None = None
    command: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    cpu: str = "250m"
    memory: str = "512Mi"
    cpu_limit: str | None = None
    grace: int = 60
    namespace: pulumi.Input[str] = "default"
    user: int = 65534
    annotations: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    environment: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    config: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, Secret] = field(default_factory=dict)
    secrets_every: int = 300
    reader: Reader | None = None
    tokens: Mapping[str, str] = field(default_factory=dict)
    delivery: Delivery | None = None
    priority: pulumi.Input[str] | None = None
    pool: str | None = None
    tolerations: tuple[Taint, ...] = ()
    closed: bool = True
    calls: tuple[Peer, ...] = ()

    def __post_init__(self) -> None:
        faults = Faults(self)
        self._check(faults)
        faults.raise_any()

    def _check(self, faults: Faults) -> None:
        arguments.check_digest(faults, "image", self.image)
        if self.app is not None:
            arguments.check_label(faults, "app", self.app)
        for name in ("command", "arguments"):
            for position, word in enumerate(getattr(self, name)):
                faults.check(bool(word), f"{name}.{position}", word, "a word that is not empty", "remove it")
        self._check_resources(faults)
        arguments.check_range(faults, "grace", self.grace, 1, _LONGEST_GRACE)
        if isinstance(self.namespace, str):
            arguments.check_label(faults, "namespace", self.namespace)
        arguments.check_range(faults, "user", self.user, 1, 2**31 - 1)
        for name in self.environment:
            arguments.check_variable(faults, "environment", name)
        self._check_config(faults)
        self._check_secrets(faults)
        if self.pool is not None:
            arguments.check_label(faults, "pool", self.pool)

    def _check_resources(self, faults: Faults) -> None:
        arguments.check_quantity(faults, "cpu", self.cpu)
        arguments.check_bytes(faults, "memory", self.memory)
        if self.cpu_limit is not None and arguments.check_quantity(faults, "cpu_limit", self.cpu_limit):
            asked, limit = quantity(self.cpu), quantity(self.cpu_limit)
            fits = asked is None or limit is None or limit >= asked
            fix = f"raise it to {self.cpu} or more, or leave it out"
            faults.check(fits, "cpu_limit", self.cpu_limit, f"no less than the request, {self.cpu}", fix)

    def _check_config(self, faults: Faults) -> None:
        for name in self.config:
            expected = "letters, digits, hyphens, dots and underscores"
            faults.check(bool(_FILE.fullmatch(name)), "config", name, f"a file's name: {expected}", "rename the file")
        size = sum(len(name.encode()) + len(content.encode()) for name, content in self.config.items())
        expected, fix = f"{CONFIG_LIMIT:,} bytes at most, what a ConfigMap holds", "build what is large into the image"
        faults.check(size <= CONFIG_LIMIT, "config", f"{size:,} bytes", expected, fix)

    def _check_secrets(self, faults: Faults) -> None:
        check_secrets(faults, self.secrets, config=self.config, environment=self.environment)
        arguments.check_range(faults, "secrets_every", self.secrets_every, FASTEST, SLOWEST)
        if self.secrets:
            fix = "give what Cluster.reader returns"
            faults.check(self.reader is not None, "reader", None, "one, since there are secrets", fix)
            fix = "give that of the cluster's cloud, say kubernetes.on_eks.OnEks()"
            faults.check(self.delivery is not None, "delivery", None, "one, since there are secrets", fix)
