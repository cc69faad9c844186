"""Compare OpenAPI documents in terms of the operations that this package uses."""
