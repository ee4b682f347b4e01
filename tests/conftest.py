"""What the tests that cross areas share. The house itself (data folder, database) is `tests/house.py`."""
