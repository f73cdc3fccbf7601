"""A workload: a stateless HTTP application in a cluster, the same on EKS and on ACK."""

from __future__ import annotations

from typing import ClassVar

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes import apps, core, meta

from ..contracts import WorkloadArgs
from ..contracts.workload import RRSA_ANNOTATION
from ..fit import ROLLOUT
from ..inputs import inputs
from .event_floors import EventFloors, EventFloorsArgs, scheduled
from .pod import container_security, pod_security, spread

SERVICE_PORT = 80
PATCH_FORCE = {"pulumi.com/patchForce": "true"}
RRSA_INJECTION = {"pod-identity.alibabacloud.com/injection": "on"}

_DRAIN_SECONDS = 15
_GRACE_SECONDS = 60
_SCRATCH = "256Mi"


class Workload(pulumi.ComponentResource):
    """A Deployment behind a Service, scaled on CPU, spread over zones and drained without lost requests.

    - Its Service, Deployment and service account bear the workload's own fixed name, so that its address in the cluster,
      `<app>.<namespace>.svc.cluster.local`, is the same on every site and over every replacement.
    - The number of pods belongs to the HorizontalPodAutoscaler, also where min is max: the Deployment names none, for an update
      that named one would throw a scaled-out workload back to it, and one that ceased to name it would leave a single pod
      (kubernetes.io/docs/tasks/run-application/
      horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling). It doubles within half a
      minute and shrinks by a tenth a minute after five calm ones.
    - Where events raise its lower bound, the schedule stands on the autoscaler (see `EventFloors`). Whoever takes it away, an
      update without events or one that enforces, sets the bound in the same request.
    - The spread over zones and nodes is preferred and not demanded (see `pod.spread`).
    - A pod that ends answers for some seconds more, until every load balancer has heard of it; a drained node may take a quarter
      of the pods and one at least, so no drain hangs.
    - No token of the Kubernetes API is mounted. Those of workload identity are projected by the clouds' webhooks
      (github.com/aws/amazon-eks-pod-identity-webhook, www.alibabacloud.com/help/en/ack/product-overview/
      ack-pod-identity-webhook; the latter asks for a label on the pods, set where the service account is bound).

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; the cluster's Kubernetes provider among them.
    """

    TYPE: ClassVar[str] = "nusantara:kubernetes:Workload"

    address: pulumi.Output[str]
    """The host name that other workloads of the cluster reach it by, on port 80."""
    service: pulumi.Output[str]
    """The Service's name."""

    def __init__(self, name: str, args: WorkloadArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self._app = args.app or name
        self._selector = {"app.kubernetes.io/name": self._app}
        self._placed = meta.v1.ObjectMetaArgs(name=self._app, namespace=args.namespace, labels=self._selector)

        account = kubernetes.core.v1.ServiceAccount(
            f"{name}-account",
            metadata=meta.v1.ObjectMetaArgs(
                name=self._app, namespace=args.namespace, labels=self._selector, annotations=dict(args.annotations)
            ),
            automount_service_account_token=False,
            opts=self._child,
        )
        deployment = self._deploy(name, account)
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
            f"{name}-budget",
            metadata=self._placed,
            # A share is rounded up to whole pods, so even a single pod can be moved away
            # (kubernetes.io/docs/tasks/run-application/configure-pdb/#rounding-logic-when-specifying-percentages).
            spec={"max_unavailable": "25%", "selector": {"match_labels": self._selector}},
            opts=self._child,
        )
        self._scale(name, deployment)
        self.service = service.metadata.apply(lambda metadata: metadata.name or self._app)
        self.address = pulumi.Output.concat(self.service, ".", args.namespace, ".svc.cluster.local")
        self.register_outputs({"service": self.service, "address": self.address})

    def _deploy(self, name: str, account: kubernetes.core.v1.ServiceAccount) -> kubernetes.apps.v1.Deployment:
        args = self._args
        bound = RRSA_INJECTION if RRSA_ANNOTATION in args.annotations else {}
        return kubernetes.apps.v1.Deployment(
            f"{name}-deployment",
            metadata=self._placed,
            spec=apps.v1.DeploymentSpecArgs(
                selector=meta.v1.LabelSelectorArgs(match_labels=self._selector),
                strategy=apps.v1.DeploymentStrategyArgs(
                    type="RollingUpdate",
                    rolling_update=apps.v1.RollingUpdateDeploymentArgs(max_unavailable=0, max_surge=f"{ROLLOUT}%"),
                ),
                progress_deadline_seconds=600,
                template=core.v1.PodTemplateSpecArgs(
                    metadata=meta.v1.ObjectMetaArgs(labels={**self._selector, **bound}),
                    spec=core.v1.PodSpecArgs(
                        service_account_name=account.metadata.apply(lambda metadata: metadata.name or self._app),
                        automount_service_account_token=False,
                        security_context=pod_security(args.user),
                        topology_spread_constraints=spread(self._selector),
                        termination_grace_period_seconds=_GRACE_SECONDS,
                        containers=[self._container()],
                        volumes=[
                            core.v1.VolumeArgs(name="scratch", empty_dir=core.v1.EmptyDirVolumeSourceArgs(size_limit=_SCRATCH))
                        ],
                    ),
                ),
            ),
            opts=self._child,
        )

    def _container(self) -> core.v1.ContainerArgs:
        args, v1 = self._args, core.v1
        asked = v1.HTTPGetActionArgs(path=args.health_path, port="http")
        return v1.ContainerArgs(
            name=self._app,
            image=args.image,
            ports=[v1.ContainerPortArgs(name="http", container_port=args.port)],
            env=[v1.EnvVarArgs(name=key, value=value) for key, value in sorted(args.environment.items())],
            # No limit of CPU: it throttles a pod that could use an idle core. Memory cannot be taken back, so it has one.
            resources=v1.ResourceRequirementsArgs(
                requests={"cpu": args.cpu, "memory": args.memory}, limits={"memory": args.memory}
            ),
            # The start may take two minutes; only then do the other two probes begin.
            startup_probe=v1.ProbeArgs(http_get=asked, period_seconds=2, failure_threshold=60),
            readiness_probe=v1.ProbeArgs(http_get=asked, period_seconds=5, timeout_seconds=2, failure_threshold=2),
            # Slower to give up than readiness: a pod under load leaves the Service first and is restarted last.
            liveness_probe=v1.ProbeArgs(http_get=asked, period_seconds=10, timeout_seconds=5, failure_threshold=6),
            lifecycle=v1.LifecycleArgs(pre_stop=v1.LifecycleHandlerArgs(sleep=v1.SleepActionArgs(seconds=_DRAIN_SECONDS))),
            security_context=container_security(),
            volume_mounts=[v1.VolumeMountArgs(name="scratch", mount_path="/tmp")],  # noqa: S108 - the container's own, not the host's
        )

    def _scale(self, name: str, deployment: kubernetes.apps.v1.Deployment) -> None:
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
            spec={
                "scale_target_ref": {
                    "api_version": "apps/v1",
                    "kind": "Deployment",
                    "name": deployment.metadata.apply(lambda metadata: metadata.name or self._app),
                },
                "min_replicas": args.replicas.min,
                "max_replicas": args.replicas.max,
                "metrics": [
                    {
                        "type": "Resource",
                        "resource": {"name": "cpu", "target": {"type": "Utilization", "average_utilization": args.target_cpu}},
                    }
                ],
                "behavior": {
                    "scale_up": {
                        "stabilization_window_seconds": 0,
                        "select_policy": "Max",
                        "policies": [
                            {"type": "Percent", "value": 100, "period_seconds": 30},
                            {"type": "Pods", "value": 4, "period_seconds": 30},
                        ],
                    },
                    "scale_down": {
                        "stabilization_window_seconds": 300,
                        "policies": [{"type": "Percent", "value": 10, "period_seconds": 60}],
                    },
                },
            },
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=before, ignore_changes=args.replicas.ignored(floor="spec.minReplicas")
            ),
        )
