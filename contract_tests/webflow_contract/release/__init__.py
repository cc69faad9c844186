"""What a release has to be, seen from the contract: which version, and what its changelog says."""
