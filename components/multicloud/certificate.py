"""A certificate for a public name in each region of AWS that serves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pulumi
import pulumi_aws as aws

from .. import contracts, dns
from ..errors import Faults
from ..naming import Cloud, named, tag_faults


@dataclass(frozen=True, kw_only=True)
class Proof:
    """Where it is proven that a name is ours.

    Args:
        zone: a zone that serves the name.
        provider: the provider of its account.
    """

    zone: contracts.PublicZone
    provider: pulumi.ProviderResource


@dataclass(frozen=True, kw_only=True)
class CertificateArgs:
    """What certificates for a name are made from.

    Args:
        name: the whole name; each has every name right below it too, so those of single sites.
        account: the account that they are in, as the plan names it.
        homes: the provider of each region, by region; the certificate of the first tells the record.
        proofs: every zone that serves the name, by whose DNS it is: any of them may be asked.
        ttl: seconds that the proof may be kept.
        tags: tags of each.

    Raises:
        ArgumentsError: with every fault.
    """

    name: str
    account: str
    homes: Mapping[str, pulumi.ProviderResource]
    proofs: Mapping[Cloud, Proof]
    ttl: int = 300
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        faults.check(bool(self.homes), "homes", None, "one region at least", "add one")
        faults.check(bool(self.proofs), "proofs", None, "one zone at least, in which it is proven", "add one")
        faults.add(tag_faults(self.tags))
        faults.raise_any()


class Certificate(pulumi.ComponentResource):
    """Certificates of ACM for a name and all names right below it, proven by one record in every zone.

    The record follows from the account and the name alone, so one does for every region
    (docs.aws.amazon.com/acm/latest/userguide/dns-validation.html), and it stays, since each renewal asks for it. Nothing waits for
    a certificate: before the registrar delegates the domain none is issued, and an update that waited would hang. Load balancers
    of sites look for certificates of their hosts by themselves, so that no site waits for this either.

    Args:
        name: the stable name that every child's name begins with.
        args: what they are made from.
        opts: options of the component; each child has a provider of its own.

    Attributes:
        arns: the ARN of each, by region.
    """

    TYPE: ClassVar[str] = "nusantara:multicloud:Certificate"

    arns: Mapping[str, pulumi.Output[str]]

    def __init__(self, name: str, args: CertificateArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        told = {"name": args.name, "account": args.account, "regions": list(args.homes), "tags": args.tags}
        super().__init__(self.TYPE, name, told, opts)
        made = {
            region: aws.acm.Certificate(
                f"{name}-{region}",
                domain_name=args.name,
                subject_alternative_names=[f"*.{args.name}"],
                validation_method="DNS",
                tags=named(args.tags, args.name),
                opts=pulumi.ResourceOptions(parent=self, provider=provider),
            )
            for region, provider in args.homes.items()
        }
        self.arns = {region: certificate.arn for region, certificate in made.items()}
        first = next(iter(made.values()))
        record = first.domain_validation_options.apply(_told)
        for cloud, proof in sorted(args.proofs.items()):
            self._proven(f"{name}-proof", cloud, proof, record, args.ttl)
        self.register_outputs({"arns": self.arns})

    def _proven(self, name: str, cloud: Cloud, proof: Proof, record: pulumi.Output[dict[str, str]], ttl: int) -> None:
        opts, zone = pulumi.ResourceOptions(parent=self, provider=proof.provider), proof.zone
        if cloud == "aws":
            values = [record["value"]]
            aws.route53.Record(name, zone_id=zone.id, name=record["name"], type=record["type"], records=values, ttl=ttl, opts=opts)
            return
        import pulumi_alicloud as alicloud  # where Alibaba Cloud serves the name, and nowhere else

        rr = record["name"].apply(lambda whole: dns.inside(whole, zone.domain))
        alicloud.dns.AlidnsRecord(name, domain_name=zone.id, rr=rr, type=record["type"], value=record["value"], ttl=ttl, opts=opts)


def _told(options: Sequence[Any]) -> dict[str, str]:
    """The record that ACM asks for, the same for the name and the names below it, without the dots that end its names."""
    option = options[0]
    return {
        "name": option.resource_record_name.removesuffix("."),
        "value": option.resource_record_value.removesuffix("."),
        "type": option.resource_record_type,
    }
