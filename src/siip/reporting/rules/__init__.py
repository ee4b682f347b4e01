"""Rules of reporting: pure functions, no tables."""
