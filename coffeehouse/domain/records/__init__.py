"""Records: how long what the house holds is kept, what stops its disposal, and how it is erased."""
