"""Django's SQLite backend, with every new connection set up and checked by siip.kernel.database."""
