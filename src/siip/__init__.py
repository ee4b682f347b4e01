"""SIIP: kecamatan services given on the street at the weekly communal clean-up, from the plan to the report."""

import sys

__version__ = "0.1.0"

# Debian 12 ships SQLite 3.40.1, which has the WAL-reset corruption bug (3.7.0 to 3.51.2). The wheel
# carries a newer library; it takes the place of the standard one before anything imports that one,
# so that server, tests and jobs all use it. Where there is no wheel (Windows), `siip doctor` looks.
try:
    import pysqlite3
    import pysqlite3.dbapi2
except ImportError:
    pass
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
