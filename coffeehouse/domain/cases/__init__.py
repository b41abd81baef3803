"""Cases: what people report, and what is decided about it."""
