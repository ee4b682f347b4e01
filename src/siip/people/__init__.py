"""People: accounts, offices and who holds them, rights, PIN, and the imported list of residents.

Words: an *office* (lurah, seklur, petugas_loket ...) stands apart from its *holding* by a person, which
has dates, an SK and a capacity (definitif, Plt., Plh.). A *resident* is somebody on an imported list;
everything works with no list at all. Public verbs: see offices, accounts, pins, rights, residents.
"""
