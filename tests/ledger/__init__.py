"""The ledger: its proofs, its texts, its tables, and that no tampering passes unseen."""
