"""Signatures between servers as pure code: draft-cavage-12, RFC 9421, digests, and object integrity proofs."""
