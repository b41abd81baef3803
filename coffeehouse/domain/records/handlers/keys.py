"""Records a change of the ledger's keys. Who may sign follows from what is recorded (`ledger.key_files`)."""

from __future__ import annotations

import hashlib

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome, State
from coffeehouse.domain.records.key_commands import RotateLedgerKey
from coffeehouse.kernel.errors import Conflict, Invalid
from coffeehouse.ledger.queries import rotations
from coffeehouse.ledger.rotation import RotationError, object_of, parse_statement


def apply_rotate_ledger_key(command: RotateLedgerKey, context: Context) -> Outcome:
    """Keep the statement; the entry names its hash, so that the tree itself proves it."""
    try:
        statement = parse_statement(command.statement)
    except RotationError as problem:
        raise Invalid(f"This is no statement of keys: {problem}.", field="statement") from problem
    before = rotations()
    if before and statement.retired != before[-1].statement.current:
        raise Conflict("The keys were changed meanwhile. Look at `coffeehouse ledger keys` and begin again.")
    known = {key for each in before for key in (*each.statement.retired, *each.statement.current)}
    if known & set(statement.current):
        raise Conflict("A key that was retired never signs again. Make new ones.")
    name = object_of(command.statement)
    statement_id = context.new_id()
    sql.execute(
        "INSERT INTO ledger_keystatement (id, object, statement) VALUES (%s, %s, %s)",
        (statement_id, name, command.statement),
    )
    digest = hashlib.sha256(command.statement.encode()).hexdigest()
    row = {"object": name, "statement#sha256": digest}
    return Outcome(object=name, result=name, states=(State("ledger_keystatement", statement_id, row),))
