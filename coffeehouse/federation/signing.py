"""Signs what the house sends: the headers of a request, in either form (`protocols.signatures`)."""

from __future__ import annotations

from coffeehouse.federation.keys import key_uri, private_key
from coffeehouse.kernel import clock
from coffeehouse.protocols.signatures.claims import BODILESS
from coffeehouse.protocols.signatures.verifying import FORMS


def signed_headers(method: str, url: str, body: bytes, account_id: int, form: str) -> dict[str, str]:
    """Host, digest and signature of a request by an account of ours (0: the house). form: cavage, rfc9421.

    With a body, its digest is always inside. RSA, which every server reads. Raises NotFound for an account not ours.
    """
    content = None if method in BODILESS else body
    return FORMS[form](method, url, content, key_uri(account_id, "rsa"), private_key(account_id, "rsa"), clock.now_ms())
