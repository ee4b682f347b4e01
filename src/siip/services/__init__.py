"""The service standard, requests and their steps, papers shown, hand-over."""
