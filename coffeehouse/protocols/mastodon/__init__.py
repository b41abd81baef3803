"""The Mastodon dialect as pure codecs: text to HTML, API entities, and the fragments they are spliced from."""
