"""The one road to the database: the SQLite backend, SQL that both databases speak, and the write transaction."""
