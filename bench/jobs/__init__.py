"""Which jobs are measured? One module per job; importing it registers it."""
