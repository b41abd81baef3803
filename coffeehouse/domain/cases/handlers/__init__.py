"""What the commands about cases do to the tables."""
