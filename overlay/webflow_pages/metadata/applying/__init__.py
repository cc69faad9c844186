"""Applying a plan: exactly what it says, written down before it is sent, and compared field by field with what came."""
