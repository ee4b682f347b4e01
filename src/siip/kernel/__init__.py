"""What every area stands on and that knows no area."""
