"""Publishing: what policy holds until somebody has looked, and its release or refusal."""
