"""What the commands about other servers do to the tables. Only the engine calls them."""
