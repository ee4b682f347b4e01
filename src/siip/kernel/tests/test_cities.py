"""One schema a city: a forgotten or mistyped city is an error, never another city's data."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.db import connection, transaction

from siip.kernel import cities
from siip.kernel.models import Chain

HERE, THERE = "kota_1671", "kota_3578"


def test_the_city_of_the_process_is_the_default():
    assert cities.current(HERE) == HERE


def test_no_city_at_all_is_an_error():
    with pytest.raises(cities.WrongCity):
        cities.current("")


@pytest.mark.parametrize("name", ["", "public", "ext", "kota_16711", 'kota_1671"; --', "KOTA_1671", "kota_1671\n"])
def test_what_is_no_name_of_a_city_is_refused(name):
    with pytest.raises(cities.WrongCity), cities.city(name):
        pass


def test_the_city_ends_with_its_block():
    with cities.city(THERE):
        assert cities.current(HERE) == THERE
    assert cities.current(HERE) == HERE


def test_cities_nest():
    with cities.city(THERE), cities.city(HERE):
        assert cities.current("") == HERE


def test_a_thread_begins_with_the_city_of_the_process():
    found: list[str] = []
    with cities.city(THERE):
        thread = threading.Thread(target=lambda: found.append(cities.current(HERE)))
        thread.start()
        thread.join()
    assert found == [HERE]


@pytest.mark.django_db
def test_the_city_may_not_change_inside_a_transaction():
    with transaction.atomic(), pytest.raises(cities.WrongCity), cities.city(THERE):
        pass


@pytest.mark.django_db
def test_nothing_is_pending_after_a_migration():
    assert cities.pending() == []
    assert cities.migrate() is False


@pytest.mark.django_db
def test_a_database_that_answers_is_reachable():
    assert cities.is_reachable() is True


@pytest.mark.django_db(transaction=True)
def test_a_database_without_our_tables_is_not(monkeypatch, tmp_path):
    """On SQLite an empty file; on PostgreSQL a city that was never made."""
    where = {"CITY": "kab_9999"} if connection.vendor == "postgresql" else {"NAME": str(tmp_path / "empty.sqlite3")}
    connection.close()
    with monkeypatch.context() as elsewhere:
        for name, value in where.items():
            elsewhere.setitem(connection.settings_dict, name, value)
        assert cities.is_reachable() is False
    assert cities.is_reachable() is True


@pytest.mark.sqlite
@pytest.mark.django_db
def test_on_sqlite_there_is_the_one_city_of_the_configuration_and_none_without(monkeypatch):
    assert cities.names() == []
    monkeypatch.setitem(connection.settings_dict, "CITY", HERE)
    assert cities.names() == [HERE]
    assert list(cities.migrate_all()) == [(HERE, False)]


@pytest.fixture
def two_cities(request: pytest.FixtureRequest, transactional_db: None) -> Iterator[None]:
    """Both cities, with a chain of its own in each, and no city for the process: it must be named."""
    own = connection.settings_dict["CITY"]
    for name in (HERE, THERE):
        with cities.city(name):
            Chain.objects.all().delete()
            Chain.objects.create(path=f"{name}/", head="0" * 64)
    connection.settings_dict["CITY"] = ""
    yield
    connection.settings_dict["CITY"] = own
    for name in (HERE, THERE):
        with cities.city(name):
            Chain.objects.all().delete()


def chains() -> list[str]:
    return list(Chain.objects.values_list("path", flat=True))


@pytest.mark.postgresql
class TestSchemas:
    """What only PostgreSQL can get wrong."""

    @pytest.fixture(autouse=True)
    def cities_made(self, two_cities: None) -> None:
        pass

    def test_each_city_sees_its_own_rows(self):
        with cities.city(HERE):
            assert chains() == ["kota_1671/"]
        with cities.city(THERE):
            assert chains() == ["kota_3578/"]

    def test_a_forgotten_city_is_an_error(self):
        with pytest.raises(cities.WrongCity):
            chains()

    def test_a_forgotten_city_is_an_error_after_another_was_spoken_of(self):
        with cities.city(HERE):
            chains()
        with pytest.raises(cities.WrongCity):
            chains()

    def test_a_city_that_was_never_made_is_an_error_and_no_table_is_made_elsewhere(self):
        with cities.city("kab_9999"), pytest.raises(cities.WrongCity):
            cities.migrate()
        with cities.city(HERE), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname IN ('ext', 'public')")
            assert cursor.fetchone() == (0,)

    def test_a_transaction_may_begin_with_another_city_than_the_last(self):
        with cities.city(HERE):
            chains()
        with cities.city(THERE), transaction.atomic():
            assert chains() == ["kota_3578/"]

    def test_changing_the_city_under_a_transaction_is_an_error(self):
        with ExitStack() as stack:
            stack.enter_context(cities.city(HERE))
            stack.enter_context(transaction.atomic())
            chains()
            token = cities._current.set(THERE)
            with pytest.raises(cities.WrongCity):
                chains()
            cities._current.reset(token)

    def test_the_city_holds_after_a_rollback(self):
        with cities.city(HERE):
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                chains()
                raise ZeroDivisionError
            assert chains() == ["kota_1671/"]

    def test_the_city_holds_after_a_rollback_of_the_first_statement_of_a_session(self):
        with cities.city(HERE):
            connection.close()
            with pytest.raises(ZeroDivisionError), transaction.atomic(), transaction.atomic():
                chains()
                raise ZeroDivisionError
            assert chains() == ["kota_1671/"]

    def test_the_city_holds_after_a_reconnect(self):
        with cities.city(HERE):
            chains()
            connection.close()
            assert chains() == ["kota_1671/"]

    def test_the_city_holds_when_a_dead_connection_is_replaced_on_the_way(self):
        with cities.city(HERE):
            chains()
            connection.connection.close()  # the server has gone away
            connection.health_check_done, connection.health_check_enabled = False, True
            assert chains() == ["kota_1671/"]

    def test_each_city_keeps_its_own_table_of_migrations(self):
        assert cities.names() == [HERE, THERE]
        with cities.city(HERE), connection.cursor() as cursor:
            cursor.execute("SELECT schemaname FROM pg_tables WHERE tablename = 'django_migrations' ORDER BY 1")
            assert [name for (name,) in cursor.fetchall()] == [HERE, THERE]

    def test_the_loop_over_cities_finishes_what_it_had_begun(self):
        assert list(cities.migrate_all()) == [(HERE, False), (THERE, False)]

    def test_the_tests_do_not_connect_as_a_superuser(self):
        with cities.city(HERE), connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            assert cursor.fetchone() == (False,)


def test_a_city_begun_is_finished_by_creating_it_again(two_cities):
    cities.create(THERE)
    with cities.city(THERE):
        assert cities.pending() == []
