"""Tables and triggers of the ledger."""
