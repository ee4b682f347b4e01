"""Ids are made by the caller of an act: faces, `cli`, `work` and `sync` call this; areas take the result."""

import uuid

import uuid_utils


def uuid7() -> uuid.UUID:
    """A new UUIDv7: sorted by time, so that an index on a sealed table grows at its end."""
    return uuid.UUID(int=uuid_utils.uuid7().int)
