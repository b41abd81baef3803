"""What the commands about packs do to the tables. Called by the engine only."""
