"""Release packs: what was asked for, in formats that open anywhere and can be checked without the house. Pure."""
