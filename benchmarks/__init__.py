"""What a turn costs, measured. README.md says how to run it."""
