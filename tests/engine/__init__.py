"""The engine: scopes, limits, idempotency, refusals, holding, and that state and ledger are one."""
