"""Holds, erasure and disposal: what is kept, what goes, and that nothing of it stays."""
