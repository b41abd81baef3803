"""The full-text index: FTS5 on SQLite, a `tsvector` on PostgreSQL. Django's models know nothing of it."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# Contentless: the text is in posts_post already; deletion by row id needs `contentless_delete`.
SQLITE = (
    "CREATE VIRTUAL TABLE posts_search USING fts5("
    "body, content='', contentless_delete=1, tokenize=\"unicode61 remove_diacritics 2\")"
)
POSTGRES = (
    "CREATE TABLE posts_search (rowid bigint PRIMARY KEY, body tsvector NOT NULL)",
    "CREATE INDEX posts_search_body ON posts_search USING gin (body)",
)


def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the index."""
    for statement in POSTGRES if editor.connection.vendor == "postgresql" else (SQLITE,):
        editor.execute(statement)


def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the index."""
    editor.execute("DROP TABLE posts_search")


class Migration(migrations.Migration):
    """Adds `posts_search`."""

    dependencies = (("posts", "0001_initial"),)
    operations = (migrations.RunPython(create, drop),)
