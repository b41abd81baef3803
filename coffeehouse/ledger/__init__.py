"""RECORDS: entries, the Merkle tree over them, checkpoints, proofs, and the vault that can be erased."""
