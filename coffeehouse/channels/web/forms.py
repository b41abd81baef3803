"""A form as a template shows it: what was typed, and what is wrong with which field. A mistake loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from coffeehouse.kernel.errors import Problem


@dataclass
class Form:
    """`values` by field name; `errors` by field name, "" for the whole form. `opens`: folded parts to show open."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    limit: int = 0
    opens: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def typed(cls, posted: Mapping[str, str], **more: Any) -> Form:
        """The form as it was sent. Passwords are never sent back."""
        return cls({name: value for name, value in posted.items() if "password" not in name}, **more)

    def fails(self, problem: Problem, names: Mapping[str, str] | None = None) -> Form:
        """The form with a problem at its field. `names` maps the engine's field names to this form's."""
        name = problem.field or ""
        self.errors[(names or {}).get(name, name)] = problem.message
        return self

    def require(self, name: str, message: str) -> str:
        """The value without blanks around it; notes the message when there is none."""
        value = str(self.values.get(name, "")).strip()
        if not value:
            self.errors[name] = message
        return value
