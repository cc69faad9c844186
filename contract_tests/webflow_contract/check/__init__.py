"""The check: a plan of probes, what judges their exchanges, and a verdict.

It knows the contract and a handler to send to. It never imports the sandbox: what it finds, it finds on the wire.
"""
