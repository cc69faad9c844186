"""What nobody has shown about the service: asked of the one that is checked, and answered as evidence."""
