"""The house as a running thing: settings, addresses, processes, command line. Stands above every other folder."""
