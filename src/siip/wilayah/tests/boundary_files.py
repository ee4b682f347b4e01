"""Invented boundaries as GeoJSON: squares of a kilometre around Plaju, as an office might hand them in."""

import json


def square(east=0.0, north=0.0, side=0.01):
    """A square as a geometry; its corner lies at 104.8, -3.0."""
    west, south = 104.8 + east, -3.0 + north
    corners = [(west, south), (west + side, south), (west + side, south + side), (west, south + side), (west, south)]
    return {"type": "Polygon", "coordinates": [[[round(x, 6), round(y, 6)] for x, y in corners]]}


def feature(geometry, **properties):
    """A feature with these properties."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features, **more):
    """A file of features."""
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()
