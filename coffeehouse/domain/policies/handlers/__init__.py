"""What the commands about policy do to the tables. Called by the engine only."""
