"""Requests: for information, and for one's own data; their clocks, what is found for them, and what is released."""
