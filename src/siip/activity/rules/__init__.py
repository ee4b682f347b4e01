"""Rules of activity: the fold of a work site, volumes by a stated factor, photos before and after."""
