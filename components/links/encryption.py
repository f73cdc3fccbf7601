"""What both ends of a tunnel agree on, and how each cloud says it.

Whatever an end may choose from a list it may also choose worse: so each list has one entry, the best that both clouds have.

Sources: docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html (AWS' values and lifetimes),
registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/vpn_connection (Alibaba Cloud's, whose highest group is 14).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_ALICLOUD_AES: Final = {128: "aes", 256: "aes256"}
"""By bits; it has 192 too, which AWS has not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encryption:
    """The one proposal of a tunnel, for both of its phases.

    Args:
        ike: the version of the key exchange.
        key_bits: of AES: 128 or 256.
        sha_bits: of SHA-2: 256, 384 or 512.
        group: the Diffie-Hellman group, also of each later exchange (perfect forward secrecy).
        ike_lifetime: seconds until the ends prove again who they are.
        ipsec_lifetime: seconds until they exchange new keys.
        dead_peer_detection: seconds of silence after which a tunnel is given up and begun anew.
    """

    ike: int = 2
    key_bits: int = 256
    sha_bits: int = 256
    group: int = 14
    ike_lifetime: int = 28_800
    ipsec_lifetime: int = 3_600
    dead_peer_detection: int = 30

    def of_aws(self, tunnel: int) -> dict[str, object]:
        """Arguments of `aws.ec2.VpnConnection` for one of its two tunnels.

        Args:
            tunnel: 1 or 2.
        """
        encryption, integrity = [f"AES{self.key_bits}"], [f"SHA2-{self.sha_bits}"]
        said = {
            "ike_versions": [f"ikev{self.ike}"],
            "phase1_encryption_algorithms": encryption,
            "phase1_integrity_algorithms": integrity,
            "phase1_dh_group_numbers": [self.group],
            "phase1_lifetime_seconds": self.ike_lifetime,
            "phase2_encryption_algorithms": encryption,
            "phase2_integrity_algorithms": integrity,
            "phase2_dh_group_numbers": [self.group],
            "phase2_lifetime_seconds": self.ipsec_lifetime,
            "dpd_timeout_seconds": self.dead_peer_detection,
            "dpd_timeout_action": "restart",
        }
        return {f"tunnel{tunnel}_{key}": value for key, value in said.items()}

    def ike_of_alicloud(self) -> dict[str, object]:
        """Arguments of a tunnel's `tunnel_ike_config`, but for the key and the two identities."""
        return {
            "ike_version": f"ikev{self.ike}",
            "ike_mode": "main",
            "ike_enc_alg": _ALICLOUD_AES[self.key_bits],
            "ike_auth_alg": f"sha{self.sha_bits}",
            "ike_pfs": f"group{self.group}",
            "ike_lifetime": self.ike_lifetime,
        }

    def ipsec_of_alicloud(self) -> dict[str, object]:
        """Arguments of a tunnel's `tunnel_ipsec_config`."""
        return {
            "ipsec_enc_alg": _ALICLOUD_AES[self.key_bits],
            "ipsec_auth_alg": f"sha{self.sha_bits}",
            "ipsec_pfs": f"group{self.group}",
            "ipsec_lifetime": self.ipsec_lifetime,
        }


AGREED: Final = Encryption()
