"""What only a browser can tell. `harness` starts it; every test here bears the mark `browser`."""
