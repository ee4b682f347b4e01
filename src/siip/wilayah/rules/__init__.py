"""Pure rules of territory: codes and paths, RT and RW numbers, names, zones. No Django."""
