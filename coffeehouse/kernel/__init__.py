"""Clock, ids, text, errors: plain values and functions that know nothing of the house around them."""
