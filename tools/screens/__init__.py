"""What does every page look like to each of the three users? Pictures, a contact sheet and a table."""
