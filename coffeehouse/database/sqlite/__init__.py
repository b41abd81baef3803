"""Django's SQLite backend on a current SQLite (`ENGINE = "coffeehouse.database.sqlite"`)."""
