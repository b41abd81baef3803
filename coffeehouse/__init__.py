"""Coffeehouse: the social network a public body can stand behind."""

__version__ = "0.1.0"
