"""The contract tools: the contract itself, the sandbox, the check for drift and its reports."""
