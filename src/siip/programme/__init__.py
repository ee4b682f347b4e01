"""The programme, its Fridays and where they go: programmes, events, places, what is planned.

Words: a *programme* is the local name of the communal clean-up; an *event* is one Friday of it, in one
kelurahan, along one street, with its RTs, the services offered there, its team and its places of work; a
*place* is a lasting spot of a kelurahan, a drain or a corner, that comes back on many Fridays.
Public verbs: programmes.begin_programme, change_programme; events.plan_event, revise_event, move_event,
cancel_event; places.add_place, revise_place, retire_place; reads programmes.programmes, events.coming, past,
planned, event, people_for, days.event_of, is_on, is_open, places.places_of, known, place.
"""
