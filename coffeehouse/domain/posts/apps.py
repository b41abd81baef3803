"""Registers the post tables with Django."""

from django.apps import AppConfig


class PostsConfig(AppConfig):
    """App label `posts`."""

    name = "coffeehouse.domain.posts"
    label = "posts"
