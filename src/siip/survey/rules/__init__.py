"""Rules of the survey: the fold of the faces."""
