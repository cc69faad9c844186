"""The contract as properties: tests that a consumer's pytest runs against the version that it has pinned.

``pytest --pyargs webflow_contract.suite`` asks a fresh sandbox in its own process, and with ``--live`` a service. What
is asked is generated; what comes is judged as the check judges it.
"""
