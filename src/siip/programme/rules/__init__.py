"""Pure rules of the programme: when an event may be, and at which moments. No Django."""
