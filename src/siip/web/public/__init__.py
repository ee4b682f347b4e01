"""The face for everybody: when, what to bring, and whether a letter is real. No log-in, no JavaScript."""
