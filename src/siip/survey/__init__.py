"""Survey: how people found the service. So far the one face that everybody may touch; the index (SKM) is another thing.

Words: a *face* (puas, cukup, tidak puas) is touched by whoever was served, one touch one *mark*, or copied from a
sheet of paper. Nobody is known by it. It is never part of the index of satisfaction (IKM) of PermenPANRB 14/2017,
which asks nine questions of a sample.
Public verbs: faces.mark_faces, undo_faces. Reads: faces.at_event, figures_of.
"""
