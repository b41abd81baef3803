"""What the commands about records do to the tables."""
