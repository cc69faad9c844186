"""The ways of writing a check's report down. All start from the same model."""
