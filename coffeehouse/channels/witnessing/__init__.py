"""Other ledgers send their checkpoints here to be cosigned (C2SP tlog-witness)."""
