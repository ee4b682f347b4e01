"""Rules of exchange: the folds of a need, an offer and a match."""
