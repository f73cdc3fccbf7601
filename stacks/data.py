"""From an environment's buckets to what joins them: replication by the clouds' own means, and who writes in the other cloud.

The job that pushes to the other cloud stands in the site that writes, since it needs nothing of another; what it needs there is the
role that is made here, which trusts its cluster, and by its name is known to both sites beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import pulumi

from components.data.flows import Flow, issuer_name
from components.multicloud.issuer_trust import IssuerTrust, IssuerTrustArgs
from components.multicloud.replica_writer import ReplicaWriter, ReplicaWriterArgs
from components.multicloud.replication import ReplicationArgs, Target

from .buckets import NAMESPACE, flowing, push_name, writing_role
from .environment import Loaded
from .environment.model import Site
from .providers import account_provider, provider
from .referred import Joined
from .tags import bounded, environment_tags, tagged


def replicate(loaded: Loaded, sites: Mapping[str, Joined], parent: pulumi.Resource) -> None:
    """Join the buckets of an environment.

    Args:
        loaded: the environment.
        sites: its sites, by name.
        parent: the environment's component.
    """
    found = list(flowing(loaded.environment))
    if found:
        _Replication(loaded, sites, parent).join(found)


class _Replication:
    """Makes what joins the buckets of an environment, by a provider for each site that has a part in it, and for each account."""

    def __init__(self, loaded: Loaded, sites: Mapping[str, Joined], parent: pulumi.Resource) -> None:
        self._loaded, self._sites, self._parent = loaded, sites, parent
        self._tags = environment_tags(loaded.environment, loaded.name)
        self._providers: dict[str, pulumi.ProviderResource] = {}
        self._trusted: dict[tuple[str, str], IssuerTrust] = {}

    def join(self, found: Sequence[Flow]) -> None:
        """Replicate flow by flow."""
        native = sorted((flow for flow in found if flow.way != "push"), key=lambda flow: (flow.bucket, flow.writer))
        for (bucket, writer), group in groupby(native, key=lambda flow: (flow.bucket, flow.writer)):
            self._within_a_cloud(bucket, writer, list(group))
        for flow in found:
            if flow.way == "push":
                self._to_the_other_cloud(flow)

    def _within_a_cloud(self, bucket: str, writer: str, targets: Sequence[Flow]) -> None:
        first = targets[0]
        told = {
            "bucket": self._bucket(writer, bucket),
            "targets": {
                flow.replica: Target(
                    bucket=self._bucket(flow.replica, bucket),
                    region=self._sites[flow.replica].site.region,
                    prefixes=flow.prefixes,
                )
                for flow in targets
            },
            "within": first.within,
            "deletions": first.deletions,
            "tags": self._tags,
        }
        name, opts = f"{bucket}-{writer}", self._at(writer)
        if first.way == "oss":
            from components.multicloud.oss_replication import OssReplication

            OssReplication(name, ReplicationArgs(**told), opts)
            return
        from components.multicloud.s3_replication import S3Replication, S3ReplicationArgs

        account = self._sites[writer].site.account
        args = S3ReplicationArgs(**told, role=writing_role(self._loaded, first), account=account.id if account else None)
        made = S3Replication(name, args, opts)
        for flow in targets:
            self._watch(flow, flow.replica, rules=tuple(made.rules[flow.replica]), source=self._bucket(writer, bucket))

    def _to_the_other_cloud(self, flow: Flow) -> None:
        marked = flow.replica if flow.clouds[1] == "aws" else flow.writer
        trust = self._trust(flow)
        args = ReplicaWriterArgs(
            cloud=flow.clouds[1],
            role=writing_role(self._loaded, flow),
            issuer=self._sites[flow.writer].clusters[self._cluster].issuer,
            trust=trust.arn,
            namespace=NAMESPACE,
            service_account=push_name(flow),
            bucket=self._bucket(flow.replica, flow.bucket),
            prefixes=flow.prefixes,
            marker=flow.marker if marked == flow.replica else None,
            deletions=flow.deletions,
            tags=self._tags,
        )
        ReplicaWriter(flow.key, args, self._at(flow.replica))
        self._watch(flow, marked, marker=flow.marker)

    def _watch(self, flow: Flow, site: str, **measured: Any) -> None:
        """Alarms on lag, at the site on AWS where it is measured."""
        from components.multicloud.replica_lag import ReplicaLag, ReplicaLagArgs

        args = ReplicaLagArgs(
            bucket=self._bucket(site, flow.bucket),
            within=flow.within,
            alarms=self._sites[site].site.alarms,
            tags=self._tags,
            **measured,
        )
        ReplicaLag(f"{flow.key}-lag", args, self._at(site))

    def _trust(self, flow: Flow) -> IssuerTrust:
        """Trust of the replica's account in the cluster that pushes; an account trusts it once."""
        there = self._sites[flow.replica].site
        key = (flow.writer, there.account.id if there.account else "")
        if key not in self._trusted:
            called = issuer_name(self._loaded.name, flow.writer, self._cluster)
            issuer = self._sites[flow.writer].clusters[self._cluster].issuer
            args = IssuerTrustArgs(cloud=there.cloud, called=called, issuer=issuer, tags=self._tags)
            self._trusted[key] = IssuerTrust(
                f"{flow.writer}-{self._cluster}-in-{there.cloud}-{key[1]}", args, self._of_account(there)
            )
        return self._trusted[key]

    @property
    def _cluster(self) -> str:
        told = self._loaded.environment.replication
        assert told is not None  # which environment.bucket_rules asks for
        return told.cluster

    def _bucket(self, site: str, bucket: str) -> pulumi.Output[str]:
        return self._sites[site].buckets[bucket].id

    def _of_account(self, there: Site) -> pulumi.ResourceOptions:
        """Options of what an account has once, by a provider that follows from no site; of its sites, the first names the role."""
        number = there.account.id if there.account else ""
        name = f"data-{there.cloud}-{number or 'credentials'}"
        if name not in self._providers:
            alike = [each.site for _, each in sorted(self._sites.items()) if each.site.cloud == there.cloud]
            account = next((each.account for each in alike if each.account and each.account.id == number), None)
            below = pulumi.ResourceOptions(parent=self._parent)
            self._providers[name] = account_provider(
                name, there.cloud, account, environment=self._loaded.name, tags=self._tags, opts=below
            )
        return pulumi.ResourceOptions(parent=self._parent, provider=self._providers[name], transformations=[tagged(self._tags)])

    def _at(self, site: str) -> pulumi.ResourceOptions:
        """Options of what is made at a site: its region and account, by a provider of its own, and the account's boundary."""
        told = self._sites[site].site
        if site not in self._providers:
            self._providers[site] = provider(
                f"{site}-data",
                told,
                environment=self._loaded.name,
                tags=self._tags,
                opts=pulumi.ResourceOptions(parent=self._parent),
            )
        return pulumi.ResourceOptions(
            parent=self._parent, provider=self._providers[site], transformations=list(self._transformations(site))
        )

    def _transformations(self, site: str) -> Iterator[pulumi.ResourceTransformation]:
        yield tagged(self._tags)
        account = self._sites[site].site.account
        if account is not None and account.boundary is not None:
            yield bounded(account)
