"""Policy versions: the pack that decides, as the house keeps it, and who has read it."""
