"""Pure, deterministic detectors: each reads a text and tells one thing about it. `policy.facts` runs them for a post.

Every module has `detect_<what>(text)` and `TRANSPARENCY`, the record that is published about it. None of them looks for
criticism or swearing, and none will.
"""
