"""The farewell of a closed house: its public pages as plain files, as a web archive, and what became of its accounts.

closed house → walking (asks the house for its own pages) → pages (links made relative) → finding, tombstones
"""
