"""What both forms of signature are asked: who is proven to have signed a request, or why it proves nothing."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.protocols.signatures.request import Incoming, Unproven
from coffeehouse.protocols.signatures.verifying import check, read_claim
from tests.protocols.signatures.signed import NOW, public, rsa_key

SECONDS = NOW // 1_000
HOUR = 3_600


def prove(incoming: Incoming, key: Any = None) -> str:
    """The key that is proven to have signed this."""
    claim = read_claim(incoming, NOW)
    check(claim, *public(key or rsa_key()))
    return claim.key_id


def reason(incoming: Incoming, key: Any = None) -> str:
    """Why it proves nothing."""
    with pytest.raises(Unproven) as refused:
        prove(incoming, key)
    return refused.value.reason
