"""Both ends of a tunnel propose the same, and nothing else."""

from __future__ import annotations

from components.links.encryption import AGREED, Encryption


def _said_by_aws(given: dict[str, object], tunnel: int) -> set[object]:
    """What AWS is told, in the words of Alibaba Cloud: one value of each list."""
    taken = {key.removeprefix(f"tunnel{tunnel}_"): value for key, value in given.items()}
    lists = {key: value for key, value in taken.items() if isinstance(value, list)}
    assert all(len(each) == 1 for each in lists.values()), "a list of two lets an end choose the worse one"
    return {
        ("ike", *lists["ike_versions"]),
        (
            "1",
            _word(lists["phase1_encryption_algorithms"]),
            _word(lists["phase1_integrity_algorithms"]),
            lists["phase1_dh_group_numbers"][0],
        ),
        (
            "2",
            _word(lists["phase2_encryption_algorithms"]),
            _word(lists["phase2_integrity_algorithms"]),
            lists["phase2_dh_group_numbers"][0],
        ),
        (taken["phase1_lifetime_seconds"], taken["phase2_lifetime_seconds"]),
    }


def _word(values: list[str]) -> str:
    return {"aes128": "aes"}.get(values[0].lower(), values[0].lower().replace("sha2-", "sha"))


def _said_by_alicloud(ike: dict[str, object], ipsec: dict[str, object]) -> set[object]:
    return {
        ("ike", ike["ike_version"]),
        ("1", ike["ike_enc_alg"], ike["ike_auth_alg"], int(str(ike["ike_pfs"]).removeprefix("group"))),
        ("2", ipsec["ipsec_enc_alg"], ipsec["ipsec_auth_alg"], int(str(ipsec["ipsec_pfs"]).removeprefix("group"))),
        (ike["ike_lifetime"], ipsec["ipsec_lifetime"]),
    }


def test_both_ends_say_the_same() -> None:
    for agreed in (AGREED, Encryption(key_bits=128, sha_bits=512, ike_lifetime=3_600)):
        for tunnel in (1, 2):
            assert _said_by_aws(agreed.of_aws(tunnel), tunnel) == _said_by_alicloud(
                agreed.ike_of_alicloud(), agreed.ipsec_of_alicloud()
            )


def test_the_agreed_proposal_is_no_weaker_than_promised() -> None:
    assert (AGREED.ike, AGREED.key_bits, AGREED.sha_bits, AGREED.group) == (2, 256, 256, 14)
    assert (AGREED.ike_lifetime, AGREED.ipsec_lifetime) == (28_800, 3_600), "as long as AWS takes it, and no longer"
