"""What crosses areas: architecture, launcher, journeys, documents."""
