"""The template tags of every face."""
