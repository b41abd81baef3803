"""Settings, command line, processes."""
