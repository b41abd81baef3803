"""What the commands about drafts do to the tables. Called by the engine only.

drafts     the rows: a draft, its revisions, its decisions
permitting who may decide about a draft, who may work on it, whose approval counts
deciding   asking for a change, refusing, withdrawing, taking back, looking afterwards
modes      the incident stop and the period before an election
"""
