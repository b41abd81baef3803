"""Posts that everybody may read carry their author's own proof (FEP-8b32), so that others can hand them on."""

from __future__ import annotations

import pytest

from coffeehouse.domain.people import commands as people
from coffeehouse.federation.keys import public_keys
from coffeehouse.protocols.signatures import proofs
from coffeehouse.protocols.signatures.claims import Claim
from coffeehouse.protocols.signatures.verifying import check
from tests.cast import assemble
from tests.channels.federation.asking import BASE, asker, told

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("visibility", ["public", "unlisted", "followers"])
def test_only_what_everybody_may_read_is_proven(visibility: str) -> None:
    """The object and its Create; what is for followers can be denied by its author for ever."""
    cast, dee = assemble(), asker()
    dee.does(people.FollowAccount(target_id=cast.ada.account_id))
    post_id = cast.ada.says("Shwmae", visibility=visibility)
    for path in ("", "/activity"):
        document = told(f"/users/ada/statuses/{post_id}{path}", dee)
        proof = proofs.read_proof(document)
        if visibility == "followers":
            assert proof is None
            continue
        assert proof is not None
        assert proof.method == f"{BASE}/users/ada#ed25519-key"
        claim = Claim(form="proof", key_id="", algorithm="ed25519", bases=proof.bases, signature=proof.signature)
        check(claim, "ed25519", public_keys(cast.ada.account_id)["ed25519"])
