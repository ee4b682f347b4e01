"""Rules of mobilisation: codes, telephone numbers, the fold of a call, the wording of its texts."""
