"""Activity: the work done at an event, place by place, with measures and photos as evidence; talks.

Words: a *work site* is a place at one event with the kind of work done there (catalogue/activities/); its state,
waste and measures are a fold over its steps. A *photo* shows it before, after, or something else; it is kept
sealed and is public only once somebody noted that the people in it agree, or that there are none. A *talk* is
what somebody explained there to how many, on a topic of a list, with a sealed note of the dialogue.
Public verbs: sites.open_site, record_work; photos.add_photos, note_faces, drop_photo;
talks.note_talk, revise_talk, drop_talk.
Reads: sites.sites_of, totals.figures_of, talks.at_event, talks.figures_of.
"""
