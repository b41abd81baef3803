"""Carries out the commands of people. Called by the engine only, inside the act's transaction."""
