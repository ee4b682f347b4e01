"""The faces: console, public (later desk, rt, api) above ui. No tables; each act is an area's function."""
