"""Somebody with a browser: opens pages, fills in forms as they stand in the page, with CSRF checked as in earnest."""

from __future__ import annotations

from typing import Any, cast
from xml.etree.ElementTree import Element

import html5lib
from django.test import Client

from coffeehouse.domain.people.queries import member_by_id
from tests.cast import Person

FIELDS = ("input", "textarea", "select", "button")


class Reader:
    """`page` is the last answer, `html` its text, `tree` its parsed form."""

    def __init__(self, person: Person | None = None) -> None:
        self.client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
        self.person = person
        self.page: Any = None
        if person is not None:
            member = member_by_id(person.member_id)
            assert member is not None
            self.client.force_login(member)

    @property
    def html(self) -> str:
        return str(self.page.content.decode())

    @property
    def tree(self) -> Element:
        return cast("Element", html5lib.parse(self.html, namespaceHTMLElements=False))

    @property
    def where(self) -> str:
        """Path and query of the last answer."""
        request: dict[str, str] = self.page.request
        return request["PATH_INFO"] + (f"?{request['QUERY_STRING']}" if request["QUERY_STRING"] else "")

    def open(self, address: str, status: int = 200) -> Reader:
        """Open a page, follow redirects, and expect this status."""
        self.page = self.client.get(address, follow=True)
        assert self.page.status_code == status, f"{address}: {self.page.status_code}"
        return self

    def fill(self, action: str, status: int = 200, button: str = "", **values: Any) -> Reader:
        """Send the form of the page that goes to `action`, with these values in place of what stands in it.

        `button` is the `formaction` or the value of the button pressed. Redirects are followed.
        """
        form = self._form(action, button)
        data = _standing(form)
        target = form.get("action") or self.where
        for pressed in form.iter("button"):
            if button and button in (pressed.get("formaction"), pressed.get("value")):
                target = pressed.get("formaction") or target
                if pressed.get("name"):
                    data[str(pressed.get("name"))] = pressed.get("value") or ""
        data.update(values)
        kept = {name: value for name, value in data.items() if value is not None}
        self.page = self.client.post(target, kept, follow=True)
        assert self.page.status_code == status, f"{target}: {self.page.status_code} {self.errors}"
        return self

    def _form(self, action: str, button: str = "") -> Element:
        """The first form to this address; of several, the one with the button."""
        found = []
        for form in self.tree.iter("form"):
            targets = [form.get("action"), *(each.get("formaction") for each in form.iter("button"))]
            if action in targets:
                found.append(form)
        pressed = [form for form in found if button in [each.get("value") for each in form.iter("button")]]
        if found:
            return (pressed or found)[0]
        raise AssertionError(f"{self.where} has no form to {action}")

    @property
    def errors(self) -> str:
        """The words of the error summary."""
        for element in self.tree.iter("div"):
            if "govuk-error-summary" in (element.get("class") or "").split():
                return " ".join("".join(element.itertext()).split())
        return ""

    @property
    def words(self) -> str:
        """All words of the page's main part."""
        main = next(self.tree.iter("main"))
        return " ".join("".join(main.itertext()).split())

    def has(self, words: str) -> bool:
        """Whether the main part of the page says this."""
        return words in self.words


def _standing(form: Element) -> dict[str, Any]:
    """What a browser would send of the form as it stands, buttons left out."""
    data: dict[str, Any] = {}
    for field in form.iter():
        name = field.get("name")
        if not name:
            continue
        if field.tag == "textarea":
            data[name] = (field.text or "").replace("\n", "\r\n")
        elif field.tag == "select":
            chosen = [option for option in field.iter("option") if option.get("selected") is not None]
            first = next(field.iter("option"), None)
            option = chosen[0] if chosen else first
            data[name] = option.get("value") if option is not None else ""
        elif field.tag == "input":
            kind = field.get("type", "text")
            if kind == "file" or (kind in ("checkbox", "radio") and field.get("checked") is None):
                continue
            data[name] = field.get("value", "on" if kind in ("checkbox", "radio") else "")
    return data
