"""A workload: an HTTP application in a cluster, the same on EKS and on ACK."""

from __future__ import annotations

from typing import ClassVar

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes import apps, core, meta

from ..contracts import WorkloadArgs
from ..contracts.workload_parts import Volume
from ..fit import ROLLOUT
from ..inputs import inputs
from .config import config_files
from .event_floors import EventFloors, EventFloorsArgs, scheduled
from .expose import SERVICE_PORT, expose
from .network_policy import closed
from .pod import spread
from .secrets import secrets
from .workload_pod import Files, scratch, selector, serving, template, tokens
from .workload_scaling import autoscaler, budget

PATCH_FORCE = {"pulumi.com/patchForce": "true"}

_DATA = "data"


class Workload(pulumi.ComponentResource):
    """A Deployment or StatefulSet behind a Service, scaled by its load, spread over zones and drained without lost requests.

    - Its Service, controller and service account bear the workload's own fixed name, so that its address in the cluster,
      `<app>.<namespace>.svc.cluster.local`, is the same on every site and over every replacement.
    - The number of pods belongs to the HorizontalPodAutoscaler, also where min is max: the controller names none, for an update
      that named one would throw a scaled-out workload back to it, and one that ceased to name it would leave a single pod
      (kubernetes.io/docs/tasks/run-application/
      horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling). It doubles within half a
      minute and shrinks by a tenth a minute after five calm ones.
    - Where events raise its lower bound, the schedule stands on the autoscaler (see `EventFloors`). Whoever takes it away, an
      update without events or one that enforces, sets the bound in the same request.
    - The spread over zones and nodes is preferred and not demanded (see `pod.spread`).
    - A pod that ends answers for some seconds more, until every load balancer has heard of it; a drained node may always take one
      pod at least.
    - No token of the Kubernetes API is mounted. Those of workload identity are projected by the clouds' webhooks
      (github.com/aws/amazon-eks-pod-identity-webhook, www.alibabacloud.com/help/en/ack/product-overview/
      ack-pod-identity-webhook; the latter asks for a label on the pods, set where the service account is bound).
    - A network policy closes its pods to all but its callers, and lets them reach but what it calls.
    - Pods of a StatefulSet start and end side by side, and have names of their own, `<app>-<n>.<app>-peers.<namespace>`; their
      disks outlive pods and workload, so that nothing is lost by a smaller number or a mistake.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; the cluster's Kubernetes provider among them. What they say it `depends_on` is
            there before the autoscaler: what measures the load, say.
    """

    TYPE: ClassVar[str] = "nusantara:kubernetes:Workload"

    address: pulumi.Output[str]
    """The host name that other workloads of the cluster reach it by, on port 80."""
    service: pulumi.Output[str]
    """The Service's name."""
    front: pulumi.Output[str | None] | None
    """The name of the load balancer that its Ingress has, known once there is one; None where it is exposed by none."""

    def __init__(self, name: str, args: WorkloadArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self._app = args.app or name
        self._selector = selector(self._app)
        self._placed = meta.v1.ObjectMetaArgs(name=self._app, namespace=args.namespace, labels=self._selector)

        account = kubernetes.core.v1.ServiceAccount(
            f"{name}-account",
            metadata=meta.v1.ObjectMetaArgs(
                name=self._app, namespace=args.namespace, labels=self._selector, annotations=dict(args.annotations)
            ),
            automount_service_account_token=False,
            opts=self._child,
        )
        self._secrets = secrets(name, args, self._app, self._child)
        files = (scratch(), *config_files(name, args, self._app, self._child), *tokens(args, self._app), *self._secrets.files)
        guard = closed(name, args, self._app, self._child, callers=args.callers, port=args.port)
        self._after = pulumi.ResourceOptions(parent=self, depends_on=guard)  # no pod of it is ever open
        pods = (name, self._named(account.metadata), files)
        scaled = self._deploy(*pods) if args.kind == "Deployment" else self._set(*pods)
        service = kubernetes.core.v1.Service(
            f"{name}-service",
            metadata=self._placed,
            spec={
                "type": "ClusterIP",
                "selector": self._selector,
                "ports": [{"name": "http", "port": SERVICE_PORT, "target_port": "http", "app_protocol": "http"}],
            },
            opts=self._child,
        )
        kubernetes.policy.v1.PodDisruptionBudget(
            f"{name}-budget", metadata=self._placed, spec=budget(args, self._selector), opts=self._child
        )
        self._scale(name, scaled, opts)
        self.service = self._named(service.metadata)
        self.front = expose(name, args, self._app, self.service, self._child)
        self.address = pulumi.Output.concat(self.service, ".", args.namespace, ".svc.cluster.local")
        reached = {} if self.front is None else {"front": self.front}
        self.register_outputs({"service": self.service, "address": self.address, **reached})

    def _named(self, metadata: pulumi.Output[meta.v1.outputs.ObjectMeta]) -> pulumi.Output[str]:
        """The name of an object that bears the workload's, known once it exists."""
        return metadata.apply(lambda found: found.name or self._app)

    def _pods(self, account: pulumi.Output[str], files: tuple[Files, ...], release: str) -> core.v1.PodTemplateSpecArgs:
        around = {"topology_spread_constraints": spread(self._selector, release)}
        variables = self._secrets.variables
        return template(self._args, self._app, account, files, variables=variables, container=serving(self._args), pod=around)

    def _deploy(self, name: str, account: pulumi.Output[str], files: tuple[Files, ...]) -> pulumi.Output[str]:
        made = kubernetes.apps.v1.Deployment(
            f"{name}-deployment",
            metadata=self._placed,
            spec=apps.v1.DeploymentSpecArgs(
                selector=meta.v1.LabelSelectorArgs(match_labels=self._selector),
                strategy=apps.v1.DeploymentStrategyArgs(
                    type="RollingUpdate",
                    rolling_update=apps.v1.RollingUpdateDeploymentArgs(max_unavailable=0, max_surge=f"{ROLLOUT}%"),
                ),
                progress_deadline_seconds=600,
                template=self._pods(account, files, "pod-template-hash"),
            ),
            opts=self._after,
        )
        return self._named(made.metadata)

    def _set(self, name: str, account: pulumi.Output[str], files: tuple[Files, ...]) -> pulumi.Output[str]:
        called = f"{self._app}-peers"
        peers = kubernetes.core.v1.Service(
            f"{name}-peers",
            metadata=meta.v1.ObjectMetaArgs(name=called, namespace=self._args.namespace, labels=self._selector),
            spec={
                "cluster_ip": "None",
                "selector": self._selector,
                # Peers find one another before they are ready, which many only are once they have.
                "publish_not_ready_addresses": True,
                "ports": [{"name": "http", "port": self._args.port, "target_port": "http"}],
            },
            opts=self._child,
        )
        volume = self._args.volume
        disk = () if volume is None else (Files(_DATA, volume.path, None),)
        made = kubernetes.apps.v1.StatefulSet(
            f"{name}-statefulset",
            metadata=self._placed,
            spec=apps.v1.StatefulSetSpecArgs(
                service_name=peers.metadata.apply(lambda metadata: metadata.name or called),
                selector=meta.v1.LabelSelectorArgs(match_labels=self._selector),
                pod_management_policy="Parallel",
                update_strategy=apps.v1.StatefulSetUpdateStrategyArgs(type="RollingUpdate"),
                persistent_volume_claim_retention_policy=apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicyArgs(
                    when_deleted="Retain", when_scaled="Retain"
                ),
                template=self._pods(account, (*files, *disk), "controller-revision-hash"),
                volume_claim_templates=None if volume is None else [self._claim(volume)],
            ),
            opts=self._after,
        )
        return self._named(made.metadata)

    def _claim(self, volume: Volume) -> core.v1.PersistentVolumeClaimArgs:
        v1 = core.v1
        return v1.PersistentVolumeClaimArgs(
            metadata=meta.v1.ObjectMetaArgs(name=_DATA, labels=self._selector),
            spec=v1.PersistentVolumeClaimSpecArgs(
                access_modes=["ReadWriteOnce"],
                storage_class_name=volume.storage_class,
                resources=v1.VolumeResourceRequirementsArgs(requests={"storage": volume.size}),
            ),
        )

    def _scale(self, name: str, scaled: pulumi.Output[str], opts: pulumi.ResourceOptions | None) -> None:
        args = self._args
        kept = scheduled(self._app, args.floors) if args.floors and not args.replicas.enforce else {}
        before: tuple[pulumi.Resource, ...] = ()
        if args.floors:
            wanted = EventFloorsArgs(
                app=self._app,
                namespace=args.namespace,
                keeping=args.floors.keeping,
                cpu=args.cpu,
                memory=args.memory,
                pool=args.pool,
                tolerations=args.tolerations,
                room=args.floors.room,
            )
            before = EventFloors(f"{name}-floors", wanted, self._child).ready
        kubernetes.autoscaling.v2.HorizontalPodAutoscaler(
            f"{name}-autoscaler",
            metadata=meta.v1.ObjectMetaArgs(
                name=self._app,
                namespace=args.namespace,
                labels=self._selector,
                # A bound that another set last, as for an event, would else be refused to the program once it is its own again
                # (pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply).
                annotations={**PATCH_FORCE, **kept},
            ),
            spec=autoscaler(args, scaled),
            opts=pulumi.ResourceOptions.merge(
                pulumi.ResourceOptions(
                    parent=self, depends_on=before, ignore_changes=args.replicas.ignored(floor="spec.minReplicas")
                ),
                pulumi.ResourceOptions(depends_on=opts.depends_on if opts else None),
            ),
        )
