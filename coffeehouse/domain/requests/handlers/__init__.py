"""What the commands about requests do to the tables. Called by the engine only."""
