"""Uploads never touch the disk and never grow without end."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.test import RequestFactory

MIB = 1024 * 1024


def posted(size: int):
    paper = SimpleUploadedFile("daftar.xlsx", b"x" * size)
    return RequestFactory().post("/", {"file": paper}).FILES


def test_a_large_list_stays_in_memory():
    assert isinstance(posted(20 * MIB)["file"], InMemoryUploadedFile)


def test_beyond_the_limit_the_request_is_refused():
    with pytest.raises(RequestDataTooBig):
        posted(25 * MIB + 1)
