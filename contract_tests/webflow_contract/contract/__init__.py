"""The contract: documented, observed, effective, and closed for the check."""
