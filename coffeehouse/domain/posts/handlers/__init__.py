"""Carries out the commands of posts. Called by the engine only, inside the act's transaction."""
