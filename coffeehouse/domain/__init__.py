"""What people do: each folder holds the models, commands, handlers and queries of one subject."""
