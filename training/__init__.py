"""How the English language model is made: `python -m training.make`."""
