"""The faces: HTTP in, an area called, HTML out. No tables."""
