"""Benchmarks: `python -m benchmarks` seeds a house, opens it, loads it with wrk and prints what each request costs."""
