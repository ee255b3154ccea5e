"""The company that moves the money, in our words. `stripe.py` is the only module that imports its library."""
