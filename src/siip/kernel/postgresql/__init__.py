"""Django's PostgreSQL backend with one schema a city: a forgotten city is an error, never another city's data."""
