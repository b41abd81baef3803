"""The rules of the house, as tests. One folder per part; cast.py names the people in them."""
