"""Pure rules of services: where a request stands, what to call it, when it is promised. No Django."""
