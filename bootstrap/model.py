"""An account as its file says it: what a reviewer reads, typed; every field has its description."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, TypeAdapter

from components import github
from components.alicloud import deploy_policies as ram
from components.alicloud.service_roles import SERVICES
from components.aws import deploy_policies as iam
from stacks.environment.base import Model
from stacks.environment.described import Described, closed, stack_file
from stacks.environment.values import Key, Matches, Text

KEY = "nusantara-bootstrap:account"
"""The key of a stack's configuration that holds its account."""

Repository: TypeAlias = Annotated[
    str, Matches(github.REPOSITORY, "OWNER/NAME, or OWNER@ID/NAME@ID", "write one repository, with both ids or none")
]
Bucket: TypeAlias = Annotated[
    str, Matches(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]", "3 to 63 small letters, digits and inner hyphens", "rename it")
]


class GitHub(Model):
    """Where workflows come from."""

    repository: Repository = Field(
        description="whose workflows come, as the `sub` of their tokens says: OWNER/NAME, or OWNER@ID/NAME@ID"
    )
    issuer: Literal["make", "existing"] = Field(
        "make", description="whether the account gets to know GitHub's tokens here, or knows them: an account knows an issuer once"
    )
    deploy_hours: int = Field(4, description="how many hours the session of a job that deploys lasts at most, 1 to 12")
    preview_hours: int = Field(2, description="how many hours that of a job that previews lasts at most, 1 to 12")


class Deployed(Model):
    """An environment that is deployed to the account."""

    role: Text = Field("nusantara-deploy", description="the role that its file names (account.role), which is made here")
    people: tuple[Text, ...] = Field((), description="ARNs of who may become that role beside the pipeline, for when it is lost")


class Account(Model):
    """What accounts of both clouds have."""

    id: str = Field(description="the account's id: 12 digits on AWS, 16 on Alibaba Cloud, quoted")
    region: str = Field(description="the region of what is kept here, by the cloud's own name")
    tags: dict[str, str] = Field(default_factory=dict, description="tags of everything that can carry tags")
    github: GitHub = Field(description="where workflows come from")
    environments: dict[Key, Deployed] = Field(min_length=1, description="what is deployed to the account, by environment")
    deletion_protection: bool = Field(default=True, description="refuse deletion of state, keys and GitHub as an issuer")


class State(Model):
    """Where Pulumi's state is."""

    bucket: Bucket = Field(description="the bucket's name, one of its own in all of AWS")
    alias: Text = Field("nusantara-state", description="what its key is called, without alias/")
    kept_days: int = Field(365, description="how long a version of the state is kept once another has followed it")
    kept_versions: int = Field(100, description="how many versions are kept whatever their age, 100 at most")
    lock: int | None = Field(
        None, description="how many days no version can be deleted (object lock); to be said from the first day"
    )
    lock_mode: Literal["GOVERNANCE", "COMPLIANCE"] = Field(
        "GOVERNANCE", description="whether administrators may lift the lock, or nobody"
    )
    force_destroy: bool = Field(default=False, description="let the bucket be deleted with all that is in it")
    deletion_days: int = Field(30, description="how many days the deletion of its key can be taken back, 7 to 30")
    multi_region: bool = Field(default=False, description="whether its key can have replicas; to be said from the first day")


class AwsBaseline(Model):
    """What an AWS account has once."""

    linked_roles: tuple[str, ...] = Field(
        iam.LINKED, description="the services whose roles are made; leave out those that the account has, or AWS refuses"
    )
    encrypt_disks: bool = Field(default=True, description="encrypt volumes that do not say otherwise, in each region")
    block_public_buckets: bool = Field(default=True, description="no bucket of the account can be public")
    block_public_snapshots: bool = Field(default=True, description="no snapshot of a volume can be public, in each region")
    metadata_tokens: bool = Field(default=True, description="instances that do not say otherwise ask for tokens (IMDSv2)")
    metadata_hops: int = Field(1, description="how far such a token travels: 1 keeps it from containers")
    analyzer: bool = Field(default=True, description="IAM Access Analyzer tells what others can reach, in each region")


class AwsAccount(Account):
    """An account of AWS."""

    cloud: Literal["aws"] = Field(description="the cloud")
    regions: tuple[str, ...] = Field(min_length=1, description="the regions of its environments' sites; opt-in ones are enabled")
    administrators: tuple[Text, ...] = Field(
        min_length=1, description="ARNs of the roles that manage the state's key and may end old versions; nobody else may"
    )
    state: State = Field(description="where Pulumi's state is")
    boundary: Text = Field("nusantara-boundary", description="what the policy is called that bounds roles which deployments make")
    baseline: AwsBaseline = Field(default_factory=AwsBaseline, description="what the account has once")


class Copies(Model):
    """Where copies of the state lie."""

    bucket: Bucket = Field(description="the bucket's name, one of its own in all of OSS")
    kms_instance: Text | None = Field(None, description="the instance of KMS for a key of its own; without one OSS keeps the key")
    kept_days: int = Field(365, description="how long a version of a copy is kept once another has followed it")
    retention: int | None = Field(None, description="how many days nobody can delete a copy; it can be extended, never shortened")
    force_destroy: bool = Field(default=False, description="let the bucket be deleted with all that is in it")
    pending_days: int = Field(30, description="how many days the deletion of its own key can be taken back, 7 to 366")
    redundancy: Literal["LRS", "ZRS"] = Field("ZRS", description="copies in three zones (ZRS) or one (LRS); for good")


class AlicloudBaseline(Model):
    """What an account of Alibaba Cloud has once."""

    linked_roles: tuple[str, ...] = Field(
        ram.LINKED, description="the services whose roles are made; leave out those that the account has, or RAM refuses"
    )
    service_roles: tuple[str, ...] = Field(
        tuple(SERVICES), description="the roles that ACK acts under; leave out those that the account has, or RAM refuses"
    )
    block_public_buckets: bool = Field(default=True, description="no bucket of the account can be public")


class AlicloudAccount(Account):
    """An account of Alibaba Cloud."""

    cloud: Literal["alicloud"] = Field(description="the cloud")
    copies: Copies = Field(description="where copies of the state lie, which is on AWS")
    issuer_name: Text = Field(
        "github", description="what RAM calls GitHub as an issuer; where it knows it already, what it calls it"
    )
    fingerprints: tuple[Text, ...] = Field((), description="of the certificates that GitHub's is signed by; RAM finds them itself")
    baseline: AlicloudBaseline = Field(default_factory=AlicloudBaseline, description="what the account has once")


MODELS: dict[str, type[AwsAccount | AlicloudAccount]] = {"aws": AwsAccount, "alicloud": AlicloudAccount}
DESCRIBED = {cloud: Described(lambda model=model: closed(model.model_json_schema())) for cloud, model in MODELS.items()}
"""What may stand in an account's file, by cloud."""


def schema() -> dict[str, Any]:
    """The JSON Schema of an account's whole stack file, for editors."""
    either: TypeAdapter[Any] = TypeAdapter(Annotated[AwsAccount | AlicloudAccount, Field(discriminator="cloud")])
    return stack_file("A stack file of nusantara-bootstrap", KEY, closed(either.json_schema()))
