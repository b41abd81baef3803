"""What the commands of capture keep: entries alone, no tables."""
