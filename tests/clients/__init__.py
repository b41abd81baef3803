"""Real clients against a real house."""
