"""A job: work that ends, once or on a schedule, the same on EKS and on ACK."""

from __future__ import annotations

from typing import ClassVar

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes import batch, meta

from ..contracts import JobArgs
from ..inputs import inputs
from .config import config_files
from .network_policy import closed
from .secrets import secrets
from .workload_pod import scratch, selector, template, tokens

_REMEMBERED = 3
_SLACK = 300
"""Seconds that an update waits beyond a run's deadline: for a node, and for the image."""


class Job(pulumi.ComponentResource):
    """A CronJob, or a Job that runs once, under a service account of its own and at the restricted Pod Security Standard.

    - Pods that fail stay for whoever reads their logs, and others are started; those that a drain or a spot interruption takes
      do not count as failed (kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy).
    - A Job without a schedule is waited for: an update fails with it. Whatever changes about it makes it anew, so it runs again;
      its pods cannot be changed. It must therefore bear being run twice.
    - A schedule runs in its own time zone, and a run that is due while the last one goes on is left out unless told otherwise.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; the cluster's Kubernetes provider among them.
    """

    TYPE: ClassVar[str] = "nusantara:kubernetes:Job"

    name: pulumi.Output[str]
    """The name of the Job or CronJob inside the cluster."""

    def __init__(self, name: str, args: JobArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._args, self._app = args, args.app or name
        child = pulumi.ResourceOptions(parent=self)
        self._placed = meta.v1.ObjectMetaArgs(name=self._app, namespace=args.namespace, labels=selector(self._app))
        account = kubernetes.core.v1.ServiceAccount(
            f"{name}-account",
            metadata=meta.v1.ObjectMetaArgs(
                name=self._app, namespace=args.namespace, labels=selector(self._app), annotations=dict(args.annotations)
            ),
            automount_service_account_token=False,
            opts=child,
        )
        self._guard = closed(name, args, self._app, child)
        found = secrets(name, args, self._app, child)
        files = (scratch(), *config_files(name, args, self._app, child), *tokens(args, self._app), *found.files)
        run = batch.v1.JobSpecArgs(
            parallelism=args.parallelism,
            completions=args.parallelism,
            backoff_limit=args.retries,
            active_deadline_seconds=args.deadline,
            ttl_seconds_after_finished=None if args.schedule is None else args.keep,
            pod_failure_policy=batch.v1.PodFailurePolicyArgs(
                rules=[
                    batch.v1.PodFailurePolicyRuleArgs(
                        action="Ignore",
                        on_pod_conditions=[
                            batch.v1.PodFailurePolicyOnPodConditionsPatternArgs(type="DisruptionTarget", status="True")
                        ],
                    )
                ]
            ),
            template=template(
                args,
                self._app,
                self._named(account.metadata),
                files,
                variables=found.variables,
                pod={"restart_policy": "Never"},
            ),
        )
        self.name = self._once(name, run) if args.schedule is None else self._on_schedule(name, args.schedule, run)
        self.register_outputs({"name": self.name})

    def _named(self, metadata: pulumi.Output[meta.v1.outputs.ObjectMeta]) -> pulumi.Output[str]:
        """The name of an object that bears the job's, known once it exists."""
        return metadata.apply(lambda found: found.name or self._app)

    def _once(self, name: str, run: batch.v1.JobSpecArgs) -> pulumi.Output[str]:
        waited = f"{self._args.deadline + _SLACK}s"
        timeouts = pulumi.CustomTimeouts(create=waited, update=waited)
        opts = pulumi.ResourceOptions(parent=self, custom_timeouts=timeouts, depends_on=self._guard)
        return self._named(kubernetes.batch.v1.Job(f"{name}-job", metadata=self._placed, spec=run, opts=opts).metadata)

    def _on_schedule(self, name: str, schedule: str, run: batch.v1.JobSpecArgs) -> pulumi.Output[str]:
        args = self._args
        made = kubernetes.batch.v1.CronJob(
            f"{name}-job",
            metadata=self._placed,
            spec=batch.v1.CronJobSpecArgs(
                schedule=schedule,
                time_zone=args.time_zone,
                concurrency_policy=args.concurrency,
                suspend=args.suspended,
                successful_jobs_history_limit=_REMEMBERED,
                failed_jobs_history_limit=_REMEMBERED,
                job_template=batch.v1.JobTemplateSpecArgs(metadata=meta.v1.ObjectMetaArgs(labels=selector(self._app)), spec=run),
            ),
            opts=pulumi.ResourceOptions(parent=self, depends_on=self._guard),
        )
        return self._named(made.metadata)
