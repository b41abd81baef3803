"""What breaks houses: kill -9 under load, and hands on the database file."""
