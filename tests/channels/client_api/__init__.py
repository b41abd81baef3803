"""The Mastodon client API, one file for each family of endpoints."""
