"""Rules of followup: the folds of promises and aduan, and the days within which something is due."""
