"""FEP-8fcf: the digest two servers compare, and the header it comes in."""

from __future__ import annotations

import pytest

from coffeehouse.protocols.activitypub.synchronization import LONGEST, Agreement, digest_of, read_header, write_header

# The example of the proposal.
USERS = ("https://testing.example.org/users/1", "https://testing.example.org/users/2")
DIGEST = "c33f48cd341ef046a206b8a72ec97af65079f9a3a9b90eef79c5920dce45c61f"
SAID = Agreement(f"{USERS[0]}/followers", f"{USERS[0]}/followers_synchronization", DIGEST)


def test_the_digest_of_the_proposal() -> None:
    """Its own example; in any order; of nobody it is zeros."""
    assert digest_of(USERS) == digest_of(reversed(USERS)) == DIGEST
    assert digest_of(()) == "0" * 64


def test_the_header_is_read_as_it_is_written() -> None:
    """Ours; parameters in another order; capitals in the digest."""
    assert read_header(write_header(SAID)) == SAID
    turned = f'digest="{DIGEST.upper()}",url="{SAID.url}" , collectionId="{SAID.collection}"'
    assert read_header(turned) == SAID


@pytest.mark.parametrize(
    "header",
    [
        "",
        "nothing of this kind",
        f'collectionId="{SAID.collection}", url="{SAID.url}"',
        f'collectionId="{SAID.collection}", digest="{DIGEST}"',
        f'url="{SAID.url}", digest="{DIGEST}"',
        f'collectionId="{SAID.collection}", url="{SAID.url}", digest="{DIGEST[:-1]}"',
        f'collectionId="{SAID.collection}", url="{SAID.url}", digest="{"z" * 64}"',
        f'{write_header(SAID)}, url="https://evil.example/"',
        f"{write_header(SAID)}; more",
        f'{write_header(SAID)}, more="{"x" * LONGEST}"',
    ],
)
def test_what_can_be_read_in_two_ways_is_not_read(header: str) -> None:
    """Nothing missing, nothing twice, nothing left over, nothing without end."""
    assert read_header(header) is None
