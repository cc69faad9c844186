"""What ``webflow-contract diff`` says: to people, and to programs."""
