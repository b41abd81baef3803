"""One house among many: who lives elsewhere, what came from there, and what is on its way out."""
