"""What a call means: its request, how its answer is read, and the steps of each method. Nothing in here does I/O."""
