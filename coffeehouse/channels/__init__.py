"""IN: every channel turns outside words into a Command and shows answers. None writes a table, none knows another."""
