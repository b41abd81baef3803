"""One file for each command: what it answers, which rows it leaves, and what the ledger says of it."""
