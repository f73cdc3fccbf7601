"""What keeps the floors of a cluster's workloads while events last: one for all of them, the same on EKS and on ACK."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import ClassVar

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes import apps, core, meta

from ..contracts import FloorKeeperArgs, FloorKeeping
from ..inputs import inputs
from .grants import Account, Rule, grant
from .keep_floors import KINDS
from .network_policy import to_the_api
from .pod import container_security, pod_security, spread

ACCOUNT = "event-floors"
"""The service account's name, to which each workload grants its own objects."""

PROGRAM = Path(__file__).with_name("keep_floors.py")

_LABELS = {"app.kubernetes.io/name": ACCOUNT}
_MOUNTED = "/keeper"
_COMMAND = ["python", "-B", f"{_MOUNTED}/{PROGRAM.name}"]


class FloorKeeper(pulumi.ComponentResource):
    """Two pods that hold each lower bound at what its schedule says, and the priorities of what makes room.

    Already running when an event begins, so that the rise waits for no pod to start. They are ready once they have set everything
    they should: what would fail at midnight fails in the update that declares the event. They may read which autoscalers there
    are; what they may change, each workload grants by name (see `EventFloors`). docs/adr/0010-how-floors-rise-in-clusters.md.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; the cluster's Kubernetes provider among them.
    """

    TYPE: ClassVar[str] = "nusantara:kubernetes:FloorKeeper"

    keeping: FloorKeeping
    """What a workload must know of it."""

    def __init__(self, name: str, args: FloorKeeperArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self._placed = meta.v1.ObjectMetaArgs(name=ACCOUNT, namespace=args.namespace, labels=_LABELS)
        account = kubernetes.core.v1.ServiceAccount(
            f"{name}-account", metadata=self._placed, automount_service_account_token=False, opts=self._child
        )
        before = [account, *self._grant(name)]
        above, below = self._rank(name)
        kubernetes.policy.v1.PodDisruptionBudget(
            f"{name}-budget",
            metadata=self._placed,
            spec={"max_unavailable": 1, "selector": {"match_labels": _LABELS}},
            opts=self._child,
        )
        before.append(to_the_api(name, self._placed, _LABELS, self._child))
        self._deploy(name, above, before)
        self.keeping = FloorKeeping(
            namespace=args.namespace,
            account=_name(account.metadata, ACCOUNT),
            priority_class=_name(below.metadata, f"{ACCOUNT}-placeholders"),
            image=args.image,
            lead=args.lead,
        )
        self.register_outputs({})

    def _grant(self, name: str) -> tuple[pulumi.Resource, pulumi.Resource]:
        """To see which autoscalers there are, and what their schedules say."""
        rules = [Rule(kind.group.partition("/")[0], (kind.plural,), ("list",)) for kind in KINDS.values()]
        return grant(name, ACCOUNT, Account(ACCOUNT, self._args.namespace), rules, labels=_LABELS, opts=self._child)

    def _rank(self, name: str) -> tuple[kubernetes.scheduling.v1.PriorityClass, kubernetes.scheduling.v1.PriorityClass]:
        """Above ordinary pods, which have priority 0, the keeper; below them the placeholders.

        Below -10 a pod would not be waited for by an autoscaler of nodes, and -1 is what ACK's own placeholders have
        (www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/
        use-ack-autoscaling-placeholder-to-scale-pods-in-seconds, `--expendable-pods-priority-cutoff` in
        github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md).
        """
        made = kubernetes.scheduling.v1.PriorityClass
        return (
            made(
                f"{name}-priority",
                metadata=meta.v1.ObjectMetaArgs(name=ACCOUNT, labels=_LABELS),
                value=1_000_000,
                description="Keeps floors while events last; outranks ordinary pods",
                opts=self._child,
            ),
            made(
                f"{name}-placeholders",
                metadata=meta.v1.ObjectMetaArgs(name=f"{ACCOUNT}-placeholders", labels=_LABELS),
                value=-1,
                preemption_policy="Never",
                description="Holds room for pods to come; yields to every ordinary pod",
                opts=self._child,
            ),
        )

    def _deploy(self, name: str, priority: kubernetes.scheduling.v1.PriorityClass, before: list[pulumi.Resource]) -> None:
        program = PROGRAM.read_text("utf-8")
        digest = hashlib.sha256(program.encode()).hexdigest()[:10]
        # Named by its content: another program is another object, which the pods are rolled to while the old one is still there.
        source = kubernetes.core.v1.ConfigMap(
            f"{name}-program-{digest}",
            metadata=meta.v1.ObjectMetaArgs(name=f"{ACCOUNT}-{digest}", namespace=self._args.namespace, labels=_LABELS),
            immutable=True,
            data={PROGRAM.name: program},
            opts=self._child,
        )
        kubernetes.apps.v1.Deployment(
            f"{name}-deployment",
            metadata=self._placed,
            spec=apps.v1.DeploymentSpecArgs(
                replicas=2,
                selector=meta.v1.LabelSelectorArgs(match_labels=_LABELS),
                template=core.v1.PodTemplateSpecArgs(
                    metadata=meta.v1.ObjectMetaArgs(labels=_LABELS),
                    spec=self._pod(_name(priority.metadata, ACCOUNT), _name(source.metadata, f"{ACCOUNT}-{digest}")),
                ),
            ),
            opts=pulumi.ResourceOptions(parent=self, depends_on=before),
        )

    def _pod(self, priority: pulumi.Input[str], program: pulumi.Input[str]) -> core.v1.PodSpecArgs:
        v1 = core.v1
        return v1.PodSpecArgs(
            service_account_name=ACCOUNT,
            automount_service_account_token=True,
            priority_class_name=priority,
            security_context=pod_security(),
            topology_spread_constraints=spread(_LABELS),
            containers=[
                v1.ContainerArgs(
                    name=ACCOUNT,
                    image=self._args.image,
                    command=_COMMAND,
                    # No liveness probe: each of its requests ends by itself, and while the API is away a restart helps nobody.
                    readiness_probe=v1.ProbeArgs(
                        exec_=v1.ExecActionArgs(command=[*_COMMAND, "check"]), period_seconds=15, timeout_seconds=5
                    ),
                    resources=v1.ResourceRequirementsArgs(requests={"cpu": "20m", "memory": "64Mi"}, limits={"memory": "64Mi"}),
                    security_context=container_security(),
                    volume_mounts=[
                        v1.VolumeMountArgs(name="program", mount_path=_MOUNTED, read_only=True),
                        v1.VolumeMountArgs(name="scratch", mount_path="/tmp"),  # noqa: S108 - the container's own, not the host's
                    ],
                )
            ],
            volumes=[
                v1.VolumeArgs(name="program", config_map=v1.ConfigMapVolumeSourceArgs(name=program)),
                v1.VolumeArgs(name="scratch", empty_dir=v1.EmptyDirVolumeSourceArgs(size_limit="1Mi")),
            ],
        )


def _name(metadata: pulumi.Output[meta.v1.outputs.ObjectMeta], known: str) -> pulumi.Output[str]:
    """An object's name, known once it exists."""
    return metadata.apply(lambda found: found.name or known)
