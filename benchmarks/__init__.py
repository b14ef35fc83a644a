"""Measurements that take a peer or a clock: what we promise, measured by a command anybody can run."""
