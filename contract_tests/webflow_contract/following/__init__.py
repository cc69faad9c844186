"""From what changed to a change of ``spec/``: patches to look over and apply."""
