"""Programmes, events, places, what is planned."""
