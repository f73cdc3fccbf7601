"""What lets events raise the floor of one workload: the grant on its objects, and the placeholders that hold room for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes import apps, core, meta

from ..contracts import FloorKeeping, Floors, Taint
from ..inputs import inputs
from . import keep_floors
from .grants import Account, Rule, grant
from .pod import container_security, kept_to, pod_security, spread, tolerated

SKIP_AWAIT = {"pulumi.com/skipAwait": "true"}
ROOM = "nusantara/room."
"""What the annotations begin with that tell people when placeholders ask for nodes."""


@dataclass(frozen=True, kw_only=True)
class EventFloorsArgs:
    """What the floors of a workload are made from.

    Args:
        app: the workload's name inside the cluster, which its autoscaler bears.
        namespace: the workload's namespace.
        keeping: what keeps its floors.
        cpu: the CPU that a pod of the workload asks for, in Kubernetes' spelling.
        memory: the memory likewise.
        kind: what scales it: a HorizontalPodAutoscaler, or KEDA's ScaledObject, which must not name an `idleReplicaCount`, since
            that one holds whatever the lower bound is.
        pool: the node pool that the workload's pods are kept to, and so their placeholders.
        tolerations: the taints that they tolerate.
        room: when placeholders ask for nodes and for how many pods, for people who read a preview.
    """

    app: str
    namespace: pulumi.Input[str]
    keeping: FloorKeeping
    cpu: str
    memory: str
    kind: Literal["HorizontalPodAutoscaler", "ScaledObject"] = "HorizontalPodAutoscaler"
    pool: str | None = None
    tolerations: tuple[Taint, ...] = ()
    room: Mapping[str, str] = field(default_factory=dict)


class EventFloors(pulumi.ComponentResource):
    """The keeper's grant on one autoscaler and on one Deployment of placeholder pods, of which there are none until an event nears.

    A placeholder asks for what a pod of the workload asks for and does nothing. It makes an autoscaler of nodes add nodes, and
    leaves at once when a pod of ordinary priority needs its room. Where none can be placed, an update does not wait for it.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; the cluster's Kubernetes provider among them.
    """

    TYPE: ClassVar[str] = "nusantara:kubernetes:EventFloors"

    ready: tuple[pulumi.Resource, ...]
    """What must be there before the schedule is."""

    def __init__(self, name: str, args: EventFloorsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._args, self._child = args, pulumi.ResourceOptions(parent=self)
        self._selector = {"app.kubernetes.io/name": placeholders(args.app)}
        self.ready = (*self._grant(name), *([self._hold(name)] if args.keeping.lead else []))
        self.register_outputs({})

    def _grant(self, name: str) -> tuple[pulumi.Resource, pulumi.Resource]:
        args, scales = self._args, keep_floors.KINDS[self._args.kind]
        rules = [Rule(scales.group.partition("/")[0], (scales.plural,), ("patch",), (args.app,))]
        if args.keeping.lead:
            rules.append(Rule("apps", ("deployments/scale",), ("get", "patch"), (placeholders(args.app),)))
        account, called = Account(args.keeping.account, args.keeping.namespace), f"{args.app}-event-floors"
        return grant(name, called, account, rules, labels=self._selector, opts=self._child, namespace=args.namespace)

    def _hold(self, name: str) -> kubernetes.apps.v1.Deployment:
        args, v1 = self._args, core.v1
        room = {f"{ROOM}{key}": value for key, value in args.room.items()}
        return kubernetes.apps.v1.Deployment(
            f"{name}-placeholders",
            metadata=meta.v1.ObjectMetaArgs(
                name=placeholders(args.app), namespace=args.namespace, labels=self._selector, annotations={**SKIP_AWAIT, **room}
            ),
            spec=apps.v1.DeploymentSpecArgs(
                replicas=0,
                selector=meta.v1.LabelSelectorArgs(match_labels=self._selector),
                template=v1.PodTemplateSpecArgs(
                    metadata=meta.v1.ObjectMetaArgs(labels=self._selector),
                    spec=v1.PodSpecArgs(
                        automount_service_account_token=False,
                        priority_class_name=args.keeping.priority_class,
                        security_context=pod_security(),
                        topology_spread_constraints=spread(self._selector),
                        termination_grace_period_seconds=0,
                        node_selector=kept_to(args.pool),
                        tolerations=tolerated(args.tolerations),
                        containers=[
                            v1.ContainerArgs(
                                name="placeholder",
                                image=args.keeping.image,  # the keeper's: one image to mirror and to trust
                                command=["sleep", "infinity"],
                                resources=v1.ResourceRequirementsArgs(
                                    requests={"cpu": args.cpu, "memory": args.memory}, limits={"memory": args.memory}
                                ),
                                security_context=container_security(),
                            )
                        ],
                    ),
                ),
            ),
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["spec.replicas"]),
        )


def placeholders(app: str) -> str:
    """What the placeholders of a workload are called."""
    return f"{app}-placeholders"


def scheduled(app: str, floors: Floors) -> Mapping[str, str]:
    """The annotations by which the keeper finds an autoscaler and knows its schedule."""
    room = {keep_floors.PLACEHOLDERS: placeholders(app), keep_floors.LEAD: str(floors.keeping.lead)} if floors.keeping.lead else {}
    return {**{f"{keep_floors.FLOOR}{key}": value for key, value in floors.schedule.items()}, **room}
