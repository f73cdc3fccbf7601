"""What runs inside one cluster of a site: namespaces first, then what workloads share, then workloads and jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

import pulumi

from components import contracts
from components.choices import Via
from components.kubernetes.addons import Addons
from components.kubernetes.charts import GATEWAY_KINDS, LOAD_BALANCERS, METRICS_API, READERS
from components.kubernetes.floor_keeper import FloorKeeper
from components.kubernetes.gateway import Gateway, GatewayArgs
from components.kubernetes.ingress_class import IngressClass, IngressClassArgs
from components.kubernetes.job import Job
from components.kubernetes.namespace import RESERVED, Namespace, NamespaceArgs, PodSecurity
from components.kubernetes.priorities import Priority, PriorityArgs
from components.kubernetes.storage_class import StorageClass, StorageClassArgs
from components.kubernetes.workload import Workload
from components.secret_names import reader_name

from . import clouds
from .arguments import SiteArguments
from .buckets import NAMESPACE, push_args, push_name, pushed_from, using
from .charts import Charts
from .environment import model
from .environment.baseline_rules import DEFAULT, ENCRYPTED, USUAL
from .environment.values import NONE
from .environment.workload import Pods
from .exposures import GATEWAYS, Tier, hosts, through, tier
from .workloads import ANY

Made = TypeVar("Made", contracts.WorkloadArgs, contracts.JobArgs)


class Inside:
    """Makes what runs inside a cluster; what several workloads share is made once, when the first of them asks.

    Args:
        prefix: what the names of all of it begin with.
        site: what the environment says of the site.
        network: the site's network.
        cluster: the cluster.
        opts: options of all of it: the site as the parent, the cluster's provider.
        buckets: the site's buckets, by name.
    """

    def __init__(
        self,
        prefix: str,
        site: model.Site,
        network: contracts.Network,
        cluster: contracts.Cluster,
        opts: pulumi.ResourceOptions,
        *,
        buckets: Mapping[str, contracts.Bucket],
    ) -> None:
        self._prefix, self._network, self._cluster, self._opts = prefix, network, cluster, opts
        self._cloud, self._delivery = site.cloud, clouds.delivery(site.cloud)
        self._buckets = buckets
        self._namespaces: dict[str, pulumi.Input[str]] = {DEFAULT: DEFAULT}
        self._entrances: dict[tuple[Via, Tier], contracts.Entrance] = {}
        self._disks: dict[str, pulumi.Input[str]] = {}
        self._priorities: dict[str, pulumi.Input[str]] = {}
        self._exposed: set[str] = set()

    def run(self, arguments: SiteArguments, key: str) -> dict[str, Workload]:
        """Make the workloads and jobs of a cluster, and return the former by name."""
        workloads, jobs = arguments.loaded.environment.workloads, arguments.loaded.environment.jobs
        self._declared(arguments, key)
        names = list(arguments.workloads(key))
        self._exposed = {workloads[name].namespace for name in names if workloads[name].expose is not None}
        self._charts = Charts(
            self._prefix,
            arguments.charts(key),
            network=self._network,
            cluster=self._cluster,
            tags=arguments.tags,
            opts=self._opts,
        )
        self._charts.install(self)
        keeping = None
        if arguments.keeps_floors(key):
            keeper = arguments.floor_keeper(key, self._namespace(contracts.KEEPER_NAMESPACE))
            keeping = FloorKeeper(f"{self._prefix}-event-floors", keeper, self._opts).keeping
        wanted = {
            name: arguments.workload(
                name,
                self._namespace(workloads[name].namespace),
                keeping,
                self._entrance(arguments, key, workloads[name]),
            )
            for name in names
        }
        for name in arguments.jobs(key):
            job = arguments.job(name, self._namespace(jobs[name].namespace))
            Job(f"{self._prefix}-{name}", self._bound(name, jobs[name], job), self._opts)
        self._push(arguments, key)
        return {
            name: Workload(f"{self._prefix}-{name}", self._bound(name, workloads[name], self._stored(args)), self._measured(args))
            for name, args in wanted.items()
        }

    def _push(self, arguments: SiteArguments, key: str) -> None:
        """Jobs that push what is written here to the other cloud."""
        for flow in pushed_from(arguments.loaded, arguments.name, key):
            app, granted = push_name(flow), {"push": self._buckets[flow.bucket].policies["push"]}
            told = self._cluster.bind(app, namespace=NAMESPACE, service_account=app, policies=granted)
            args = push_args(arguments.loaded, flow, namespace=self._namespace(NAMESPACE), annotations=told)
            Job(f"{self._prefix}-{app}", args, self._opts)

    def _declared(self, arguments: SiteArguments, key: str) -> None:
        """Makes what the cluster's file declares; of what it declares as made by others, the name is all there is to know."""
        cluster = arguments.loaded.environment.clusters[key]
        args = arguments.addons(key)
        if args.namespaces or args.priorities or args.storage_classes:
            addons = Addons(self._prefix, args, self._opts)
            self._namespaces.update(addons.namespace_names)
            self._priorities.update(addons.priority_names)
            self._disks.update(addons.storage_class_names)
        for known, told in (
            (self._namespaces, cluster.namespaces),
            (self._priorities, cluster.priorities),
            (self._disks, cluster.storage_classes),
        ):
            known.update({name: name for name, each in told.items() if each == NONE})

    @property
    def _moved(self) -> pulumi.ResourceOptions:
        """Options of what is made because something asks for it, and stood among the cluster's declared baseline before."""
        before = Addons.urn_of(self._prefix, self._opts.parent)
        return pulumi.ResourceOptions.merge(self._opts, pulumi.ResourceOptions(aliases=[pulumi.Alias(parent=before)]))

    def namespace(self, name: str, security: PodSecurity) -> pulumi.Input[str]:
        """A namespace for charts, which name nobody that may reach them; Kubernetes' own is there."""
        if name in RESERVED:
            return name
        if name not in self._namespaces:
            args = NamespaceArgs(namespace=name, pod_security=security, closed=False)
            self._namespaces[name] = Namespace(f"{self._prefix}-{name}", args, self._moved).name
        return self._namespaces[name]

    def disks(self, named: str = ENCRYPTED) -> pulumi.Input[str]:
        """A class of disks by its name; that of encrypted ones is made for whoever asks first."""
        if named == ENCRYPTED and named not in self._disks:
            args = StorageClassArgs(called=named, delivery=self._delivery)
            self._disks[named] = StorageClass(f"{self._prefix}-storage-{named}", args, self._moved).name
        return self._disks.get(named, named)

    def _stored(self, args: contracts.WorkloadArgs) -> contracts.WorkloadArgs:
        """The arguments with the class of disks that a volume names, which is that of encrypted ones where it names none."""
        if args.volume is None:
            return args
        named = args.volume.storage_class or ENCRYPTED
        assert isinstance(named, str)  # as the file says it
        return replace(args, volume=replace(args.volume, storage_class=self.disks(named)))

    def _measured(self, args: contracts.WorkloadArgs) -> pulumi.ResourceOptions:
        """Options of a workload, after what its autoscaler asks for requests per second."""
        return self._opts if args.target_rps is None else self._charts.after(METRICS_API)

    def _ranked(self, told: Pods) -> pulumi.Input[str] | None:
        """The priority of pods; none where it is the usual one."""
        if told.priority == USUAL:
            return None
        if told.priority not in self._priorities:
            args = PriorityArgs(called=told.priority)
            self._priorities[told.priority] = Priority(f"{self._prefix}-priority-{told.priority}", args, self._moved).name
        return self._priorities[told.priority]

    def _bound(self, name: str, told: Pods, args: Made) -> Made:
        """The arguments with their priority, who reads their secrets, and the annotations by which pods act under a role."""
        args = self._reading(name, told, replace(args, priority=self._ranked(told)))
        granted = using(told, self._cloud, self._buckets)
        if not granted:
            return args
        annotations = self._cluster.bind(name, namespace=told.namespace, service_account=name, policies=granted)
        return replace(args, annotations=annotations)

    def _reading(self, name: str, told: Pods, args: Made) -> Made:
        """The arguments with who reads their secrets, which comes after what brings them; unchanged where there are none."""
        if not args.secrets:
            return args
        keys = {each.key for each in args.secrets.values()}
        account = reader_name(name)
        reader = self._cluster.reader(name, namespace=told.namespace, service_account=account, secrets=keys)
        return replace(args, reader=replace(reader, operator=self._charts.name(READERS[self._cloud])))

    def _namespace(self, namespace: str) -> pulumi.Input[str]:
        if namespace not in self._namespaces:
            labels = self._delivery.namespace_labels if namespace in self._exposed else {}
            args = NamespaceArgs(namespace=namespace, labels=labels)
            self._namespaces[namespace] = Namespace(f"{self._prefix}-{namespace}", args, self._moved).name
        return self._namespaces[namespace]

    def _entrance(self, arguments: SiteArguments, key: str, workload: model.Workload) -> contracts.Entrance:
        """What a workload is exposed through; of one that is not, nobody asks."""
        which = tier(workload)
        if which is None or workload.expose is None:
            return ANY
        via = workload.expose.via
        if (via, which) not in self._entrances:
            front, subnets = arguments.front(key, which, via), self._network.subnets[which]
            name = f"{self._prefix}-{via}-{which}"
            serving = (LOAD_BALANCERS, *((GATEWAY_KINDS,) if via == "gateway" else ()))
            after = self._charts.after(*serving)  # what serves it is there before it, and takes it away after it
            if via == "ingress":
                shared = IngressClassArgs(called=which, front=front, subnets=subnets, delivery=self._delivery)
                self._entrances[via, which] = IngressClass(name, shared, after).entrance
            else:
                together = through(arguments.loaded.environment, key, which, via, arguments.name)
                listening = GatewayArgs(
                    called=which,
                    namespace=self._namespace(GATEWAYS),
                    hosts=hosts(together, arguments.name),
                    namespaces=tuple(sorted({each.namespace for each in together.values()})),
                    front=front,
                    subnets=subnets,
                    delivery=self._delivery,
                )
                self._entrances[via, which] = Gateway(name, listening, after).entrance
        return self._entrances[via, which]
