"""The backend that Django loads by name."""

from typing import Any

from django.db.backends.sqlite3 import base

from siip.kernel import database


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is as `database.PRAGMAS` says, or does not exist."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        database.prepare(connection)
        return connection
