"""What the house and other servers do with each other, whichever side asked: proves who sent something, fetches what is
named, turns activities into commands. Channels (the inbox, search) and deliveries both stand on it.
"""
