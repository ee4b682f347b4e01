"""What stands before Django: a header cannot choose how a form is read."""

import pytest

from siip.web.wsgi import without_charset

FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=x"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ""),
        ("text/plain", "text/plain"),
        ("multipart/form-data; boundary=----x1", "multipart/form-data; boundary=----x1"),
        (f"{FORM}; charset=utf-8", FORM),
        (f"{FORM}; charset*=utf-8''rot13", FORM),
        (f'{FORM};CHARSET = "hex"', FORM),
        (f"{PARTS}; charset=rot13", 'multipart/form-data; boundary="x"'),
        ("; charset=" + "a" * 30_000, ""),
    ],
)
def test_no_encoding_is_left(written: str, read: str) -> None:
    assert without_charset(written) == read
