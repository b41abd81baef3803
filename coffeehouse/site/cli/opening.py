"""What every command that touches the house does first: Django with the house's settings, logs, a current database."""

from __future__ import annotations

import os

from coffeehouse.site.cli import CommandFailed


def load() -> None:
    """Make Django ready in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coffeehouse.site.settings")
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    from coffeehouse.site import logs

    os.umask(0o077)  # whatever a command writes is the house's own
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise CommandFailed(
            f"The house cannot start: {error}. If DATABASE_URL names PostgreSQL, install its driver: "
            "pip install 'coffeehouse[postgres]'."
        ) from error
    logs.configure(settings.LOG_FORMAT)
    _check_directories()


def _check_directories() -> None:
    """Say now what is wrong with the file of directories, not to the first person who wants to sign in."""
    from django.conf import settings

    if not settings.DIRECTORIES:
        return
    from coffeehouse.domain.people.directories import WrongDirectories, directories

    try:
        directories()
    except WrongDirectories as error:
        raise CommandFailed(str(error)) from error


def pending_migrations() -> list[str]:
    """Names of migrations that this version has and the database has not."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def open_house() -> None:
    """Load Django and insist on an existing database that is up to date."""
    load()
    from django.conf import settings
    from django.db import OperationalError, connection

    engine = connection.settings_dict
    if connection.vendor == "sqlite" and not os.path.exists(engine["NAME"]):
        raise CommandFailed(
            f"There is no house in {settings.DATA} yet. Open it once with `coffeehouse up`, or point COFFEEHOUSE_DATA "
            "to the folder of an existing one."
        )
    try:
        missing = pending_migrations()
    except OperationalError as error:
        raise CommandFailed(
            f"The database cannot be reached ({str(error).strip()}). Check DATABASE_URL and that its server is running."
        ) from error
    if missing:
        raise CommandFailed(
            f"The database is older than this version ({len(missing)} migrations missing). "
            "Make a backup, then run `coffeehouse migrate`."
        )
