"""What stands behind each command of the Makefile? One module per verb."""
