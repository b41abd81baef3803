"""Requests for information by themselves: laws, redaction, what is recognised."""
