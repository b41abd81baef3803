"""Signs what the house sends: the headers of a request, in either form, and public documents themselves."""

from __future__ import annotations

from typing import Any

from coffeehouse.federation.keys import FRAGMENTS, key_uri, private_key
from coffeehouse.kernel import clock
from coffeehouse.protocols.activitypub.contexts import DATA_INTEGRITY
from coffeehouse.protocols.signatures import proofs
from coffeehouse.protocols.signatures.claims import BODILESS
from coffeehouse.protocols.signatures.verifying import FORMS


def signed_headers(
    method: str, url: str, body: bytes, account_id: int, form: str, *, actor: str = ""
) -> dict[str, str]:
    """Host, digest and signature of a request by an account of ours (0: the house). form: cavage, rfc9421.

    With a body, its digest is always inside. RSA, which every server reads. Raises NotFound for an account not ours.
    actor: the identity it had, for the last words of one that was erased and has lost its name.
    """
    content = None if method in BODILESS else body
    key_id = f"{actor}#{FRAGMENTS['rsa']}" if actor else key_uri(account_id, "rsa")
    return FORMS[form](method, url, content, key_id, private_key(account_id, "rsa"), clock.now_ms())


def proven(document: dict[str, Any], account_id: int) -> dict[str, Any]:
    """A public document of an account of ours with its own proof (FEP-8b32), so that others may hand it on.

    Only for what is public: whoever holds it can prove for ever that the account said it.
    """
    context = document.get("@context", [])
    contexts = context if isinstance(context, list) else [context]
    if DATA_INTEGRITY not in contexts:
        # Before an object with terms of its own, which stands last.
        contexts = [*contexts[:1], DATA_INTEGRITY, *contexts[1:]]
    key = private_key(account_id, "ed25519")
    return proofs.with_proof({**document, "@context": contexts}, key_uri(account_id, "ed25519"), key, clock.now_ms())
