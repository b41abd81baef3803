"""The provisions under which something may be withheld, by law. Each: how it is cited, and what it is for, in words.

Which of them need the public interest weighed is said as well: whoever withholds then has to say how it weighs.
"""

from __future__ import annotations

from typing import NamedTuple

from coffeehouse.domain.requests.statutes import LAWS


class Exemption(NamedTuple):
    """cite: "FOIA s.40(2)". is_weighed: the public interest decides (a qualified exemption, an exception)."""

    cite: str
    words: str
    is_weighed: bool = False


FOIA = (
    Exemption("FOIA s.21", "reasonably accessible by other means"),
    Exemption("FOIA s.22", "to be published later", True),
    Exemption("FOIA s.22A", "research that continues", True),
    Exemption("FOIA s.23", "security bodies"),
    Exemption("FOIA s.24", "national security", True),
    Exemption("FOIA s.26", "defence", True),
    Exemption("FOIA s.27", "international relations", True),
    Exemption("FOIA s.28", "relations within the United Kingdom", True),
    Exemption("FOIA s.29", "the economy", True),
    Exemption("FOIA s.30", "investigations", True),
    Exemption("FOIA s.31", "law enforcement", True),
    Exemption("FOIA s.32", "court records"),
    Exemption("FOIA s.33", "audit", True),
    Exemption("FOIA s.34", "parliamentary privilege"),
    Exemption("FOIA s.35", "making government policy", True),
    Exemption("FOIA s.36", "the effective conduct of public affairs", True),
    Exemption("FOIA s.37", "communications with the Royal Household, and honours", True),
    Exemption("FOIA s.38", "health and safety", True),
    Exemption("FOIA s.39", "environmental information", True),
    Exemption("FOIA s.40(1)", "the asker's own personal data"),
    Exemption("FOIA s.40(2)", "personal data of others"),
    Exemption("FOIA s.41", "given in confidence"),
    Exemption("FOIA s.42", "legal professional privilege", True),
    Exemption("FOIA s.43", "commercial interests", True),
    Exemption("FOIA s.44", "disclosure is prohibited by another law"),
)
FOISA = (
    Exemption("FOISA s.25", "otherwise accessible"),
    Exemption("FOISA s.26", "disclosure is prohibited by another law"),
    Exemption("FOISA s.27", "to be published later, or research that continues", True),
    Exemption("FOISA s.28", "relations within the United Kingdom", True),
    Exemption("FOISA s.29", "making Scottish Administration policy", True),
    Exemption("FOISA s.30", "the effective conduct of public affairs", True),
    Exemption("FOISA s.31", "national security and defence", True),
    Exemption("FOISA s.32", "international relations", True),
    Exemption("FOISA s.33", "commercial interests and the economy", True),
    Exemption("FOISA s.34", "investigations", True),
    Exemption("FOISA s.35", "law enforcement", True),
    Exemption("FOISA s.36", "confidentiality and legal privilege", True),
    Exemption("FOISA s.37", "court records"),
    Exemption("FOISA s.38(1)(a)", "the asker's own personal data"),
    Exemption("FOISA s.38(1)(b)", "personal data of others"),
    Exemption("FOISA s.39", "health, safety and the environment", True),
    Exemption("FOISA s.40", "audit", True),
    Exemption("FOISA s.41", "communications with the Royal Household, and honours", True),
)
_EIR = (
    ("12(4)(a)", "not held when it was asked for"),
    ("12(4)(d)", "unfinished material"),
    ("12(4)(e)", "internal communications"),
    ("12(5)(a)", "international relations, defence, public safety"),
    ("12(5)(b)", "the course of justice"),
    ("12(5)(c)", "intellectual property"),
    ("12(5)(d)", "confidential proceedings"),
    ("12(5)(e)", "commercial confidentiality"),
    ("12(5)(f)", "interests of whoever gave it freely"),
    ("12(5)(g)", "protection of the environment"),
)
_EIRS = (
    ("10(4)(a)", "not held when it was asked for"),
    ("10(4)(d)", "unfinished material"),
    ("10(4)(e)", "internal communications"),
    ("10(5)(a)", "international relations, defence, public safety"),
    ("10(5)(b)", "the course of justice"),
    ("10(5)(c)", "intellectual property"),
    ("10(5)(d)", "confidential proceedings"),
    ("10(5)(e)", "commercial confidentiality"),
    ("10(5)(f)", "interests of whoever gave it freely"),
    ("10(5)(g)", "protection of the environment"),
)
EIR = (
    *(Exemption(f"EIR r.{number}", words, is_weighed=True) for number, words in _EIR),
    Exemption("EIR r.13", "personal data of others"),
)
EIRS = (
    *(Exemption(f"EI(S)R r.{number}", words, is_weighed=True) for number, words in _EIRS),
    Exemption("EI(S)R r.11", "personal data of others"),
)
DPA = (
    Exemption("DPA 2018 Sch.2 para.16", "data that also say who somebody else is"),
    Exemption("DPA 2018 Sch.2 para.2", "crime and taxation"),
    Exemption("DPA 2018 Sch.2 para.5", "required by law, or for legal proceedings"),
    Exemption("DPA 2018 Sch.2 para.7", "functions that protect the public"),
    Exemption("DPA 2018 Sch.2 para.19", "legal professional privilege"),
    Exemption("DPA 2018 Sch.2 para.22", "management forecasts and planning"),
    Exemption("DPA 2018 Sch.2 para.23", "negotiations with the asker"),
    Exemption("DPA 2018 Sch.2 para.24", "confidential references"),
    Exemption("DPA 2018 Sch.3 para.5", "health data: serious harm"),
    Exemption("DPA 2018 Sch.3 para.11", "social work data: serious harm"),
    Exemption("DPA 2018 Sch.3 para.19", "education data: serious harm"),
    Exemption("DPA 2018 Sch.3 para.21", "child abuse data"),
    Exemption("DPA 2018 Sch.4", "disclosure is prohibited by another law"),
)
EXEMPTIONS: dict[str, tuple[Exemption, ...]] = {"foia": FOIA, "eir": EIR, "foisa": FOISA, "eirs": EIRS, "uk_gdpr": DPA}

OTHER_PEOPLE = {
    "foia": "FOIA s.40(2)", "eir": "EIR r.13", "foisa": "FOISA s.38(1)(b)", "eirs": "EI(S)R r.11",
    "uk_gdpr": "DPA 2018 Sch.2 para.16",
}  # fmt: skip
"""What personal data of others are withheld under."""

REFUSALS: dict[str, tuple[Exemption, ...]] = {
    "foia": (
        Exemption("FOIA s.12", "the cost would exceed the limit"),
        Exemption("FOIA s.14(1)", "vexatious"),
        Exemption("FOIA s.14(2)", "repeated"),
        Exemption("FOIA s.8", "not a request in law: no name, or nowhere to answer to"),
    ),
    "eir": (
        Exemption("EIR r.12(4)(b)", "manifestly unreasonable", True),
        Exemption("EIR r.12(4)(c)", "too general", True),
    ),
    "foisa": (
        Exemption("FOISA s.12", "the cost would exceed the limit"),
        Exemption("FOISA s.14(1)", "vexatious"),
        Exemption("FOISA s.14(2)", "repeated"),
        Exemption("FOISA s.8", "not a request in law: no name, or nowhere to answer to"),
    ),
    "eirs": (
        Exemption("EI(S)R r.10(4)(b)", "manifestly unreasonable", True),
        Exemption("EI(S)R r.10(4)(c)", "too general", True),
    ),
    "uk_gdpr": (Exemption("UK GDPR Art.12(5)", "manifestly unfounded or excessive"),),
}
"""What a request as a whole may be refused under."""

assert EXEMPTIONS.keys() == OTHER_PEOPLE.keys() == REFUSALS.keys() == LAWS.keys()  # noqa: S101  # tables that must match


def is_exemption(law: str, cite: str) -> bool:
    """Whether this law knows it."""
    return any(each.cite == cite for each in EXEMPTIONS[law])


def is_refusal(law: str, cite: str) -> bool:
    """Whether a request as a whole may be refused so."""
    return any(each.cite == cite for each in REFUSALS[law])
