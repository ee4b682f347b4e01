"""The log names places and classes, never what was typed or choked on."""

import logging

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve

from siip.kernel.logs import Plain

NIK = "1671141003020001"


def line(message: str, *arguments: object, **extra: object) -> str:
    record = logging.LogRecord("siip", logging.ERROR, __file__, 1, message, arguments, None)
    record.__dict__.update(extra)
    return Plain().format(record)


def test_of_an_exception_class_and_place_are_kept():
    try:
        int(f"x{NIK}")
    except ValueError as error:
        record = logging.LogRecord(
            "siip", logging.ERROR, __file__, 1, "wrong", (), (ValueError, error, error.__traceback__)
        )
    said = Plain().format(record)
    assert "builtins.ValueError" in said and "test_logs.py" in said
    assert NIK not in said


def test_of_a_request_the_pattern_is_kept():
    request = RequestFactory().get("/healthz", {"nik": NIK})
    request.resolver_match = resolve("/healthz")
    assert line("Not Found: %s", f"/x/{NIK}", request=request, status_code=503).endswith("503 GET healthz")


def test_an_address_that_is_none_is_not_repeated():
    request = RequestFactory().get(f"/{NIK}")
    assert line("Not Found: %s", f"/{NIK}", request=request, status_code=404).endswith("404 GET (no such address)")


@pytest.mark.django_db
def test_a_page_that_does_not_exist_leaves_no_address_in_the_log(capsys):
    handler = logging.StreamHandler()
    handler.setFormatter(Plain())
    logging.getLogger("django.request").addHandler(handler)
    try:
        Client().get(f"/kantor/{NIK}")
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    assert NIK not in capsys.readouterr().err
