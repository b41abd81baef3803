"""Meta-tests: rules about the code itself."""
