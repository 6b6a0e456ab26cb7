"""By which ways does a message get to a phone? One module each; `accounts/messages.py` tries them in turn."""
