"""The backend that Django loads by name. Which city: siip.kernel.cities."""

from typing import Any

from django.db.backends.postgresql import base

from siip.kernel import cities

# One statement, so that a schema which does not exist is found before a single row is read or a table
# made: an unknown name in search_path is no error to PostgreSQL, the next one in line simply serves.
_TELL = """
    SELECT set_config('search_path', format('%%I, ext', %s::text), false)
    WHERE to_regnamespace(quote_ident(%s)) IS NOT NULL
"""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows which city it was last told, and tells anew where PostgreSQL forgets."""

    _told: str | None = None
    _greeting = False

    def init_connection_state(self) -> None:
        self._greeting = True  # Django asks the server for its version; it has been told no city yet
        try:
            super().init_connection_state()
        finally:
            self._greeting = False
        self._told = None  # a new session starts with nobody's search_path

    def create_cursor(self, name: str | None = None) -> Any:
        # Here and not in _cursor: that one may close a dead connection and open another after we spoke.
        if not self._greeting:
            self._tell(cities.current(self.settings_dict.get("CITY")))
        return super().create_cursor(name)

    def _set_autocommit(self, autocommit: bool) -> None:
        # A transaction begins: told before it, the city is neither lost with its rollback nor taken for a
        # change of city when the last one spoken of, before this transaction, was another.
        if not autocommit:
            self._tell(cities.current(self.settings_dict.get("CITY")))
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # the stubs leave it out

    def _tell(self, city: str) -> None:
        if self._told == city:
            return
        if self.in_atomic_block and self._told is not None:
            raise cities.WrongCity("the city may not change inside a transaction")
        with self.connection.cursor() as cursor:
            cursor.execute(_TELL, [city, city])
            if cursor.fetchone() is None:
                raise cities.WrongCity(f"there is no schema {city!r} in this database")
        self._told = city

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]  # the stubs leave it out
        self._told = None  # what was set inside a transaction goes with it
