"""The command line. Each command is loaded when it runs, as start-up time counts."""
