"""OUT: does the outbox's jobs after the commit, and what comes round by the clock (checkpoints, tidying)."""
