"""What the sandbox knows at a moment: sites, pages, tokens and their quota. Nothing here decides what is answered."""
