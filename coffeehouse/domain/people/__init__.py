"""People: bodies, members, accounts, sign-in, applications and tokens, follows, blocks, mutes, lists, markers."""
