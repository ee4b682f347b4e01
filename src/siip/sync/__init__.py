"""Sync: what devices did. So far its language: the envelope of an operation, and how it is signed.

Words: an *operation* is one act, by one person, on one device, as the device said it; a *batch* is a run of them in the
order of that device, signed once. Each operation names the hash of the one before it, so that a device can neither
lose one in the middle nor tell two stories. What of it takes effect is the journal's; what is here is never changed.
Published for whoever writes a client: docs/protocol.md, with the golden vectors in tests/vectors/envelope.json.
"""
