"""Notices that a text says who will be visited where: a name, an address and words of a visit together."""

from __future__ import annotations

import re

from coffeehouse.policy.detectors.postcode import detect_postcode
from coffeehouse.policy.detectors.transparency import Transparency

TRANSPARENCY = Transparency(
    id="visit_details",
    version=1,
    purpose="To notice that a post tells whose home is visited, and so who may be alone or unwell there, before it is "
    "published.",
    inputs="The text of a post.",
    method="Three things together: a person (a title and a name, a usual first name, or initials before a surname), a "
    "place (full postcode, or a number with a street name, or a ward, flat or room with its number), and words of a "
    "visit or of "
    "care (visit, appointment, assessment, home care, discharged, key safe, calling on; ymweliad, apwyntiad).",
    limits=(
        "Names in small letters, rare first names without title, and nicknames are not found.",
        "A venue with an organiser's name and an appointment (see Amy at 4 High Street) looks the same.",
        "It does not know whether the person agreed.",
    ),
    person="An official post waits for a colleague, who takes the details out or releases it; others get advice.",
)

_NAMES = (
    "Aaron Abdul Abigail Adam Ahmed Aisha Alan Alex Alice Alison Alun Amanda Amelia Amina Amir Amy Andrea Andrew "
    "Angela Angharad Anna Anne Anthony "
    "Anwen Arthur Ashley Barbara Ben Beth Bethan Betty Bevan Brenda Brian Bronwen Bryn Callum Carol Caroline Carys "
    "Catherine Ceri Charles Charlotte Chloe Chris "
    "Christine Claire Colin Connor Craig Daniel Darren David Dawn Deborah Debbie Delyth Denise Dennis Derek Diane "
    "Dilys Dorothy Doris Douglas "
    "Dylan Edith Edward Eileen Eleri Elin Elizabeth Ella Elsie Emily Emma Emyr Eric Ethan Eva Evelyn Fatima Fiona "
    "Florence Frank Freya Gareth "
    "Gary Geoff George Geraint Gerald Gillian Gladys Glenda Glyn Graham Gwen Gwyn Gwyneth Hannah Harold Harriet "
    "Harry Hasan Hassan Heather Heledd "
    "Helen Huw Hywel Ian Ibrahim Ieuan Iris Isabel Ivy Jack Jacqueline Jade James Jamie Jane Janet Janice Jason Jean "
    "Jennifer Jenny Jessica Jill Joan "
    "Joanne John Jordan Joseph Josh Joyce Judith Julia Julie Karen Kate Katherine Kathleen Katie Keith Kelly Ken "
    "Kevin Kieran Laura Lauren Leah Lee "
    "Leslie Lewis Liam Linda Lisa Llinos Louise Lowri Lucy Luke Mabel Mair Malcolm Mandy Marek Margaret Maria Marian "
    "Marie Marilyn Martin Mary Matthew Maureen "
    "Megan Mehmet Melanie Michael Michelle Mohammed Muhammad Molly Morgan Nadia Natalie Nathan Neil Nerys Nia "
    "Nicholas Nicola Nigel Norma Norman "
    "Nuala Olive Oliver Olivia Owain Pamela Pat Patricia Patrick Paul Pauline Peggy Peter Philip Phyllis Piotr Priya "
    "Rachel Raymond Rebecca Rhian Rhiannon Rhys Richard "
    "Rita Robert Robin Roger Ronald Rosemary Ruth Ryan Sally Sam Samantha Samir Sandra Sara Sarah Sean Shan Sharon "
    "Sheila Shirley Sian Simon Sioned "
    "Siobhan Sophie Stanley Stephen Steven Stuart Susan Sylvia Tanya Teresa Terry Thomas Tim Tom Tomasz Tony Tracey "
    "Trevor Valerie Vera Victoria Vincent "
    "Violet Walter Wayne Wendy William Winifred Yasmin Yusuf Yvonne Zara Zoe"
).split()
_PERSON = re.compile(
    r"\b(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Mister|Sir|Lady|Nan|Nana|Gran|Auntie|Uncle|Pt|Patient|Client|Service user)\.? "
    r"(?:[A-Z]\.? ){0,2}[A-Z][\w'’\-]{1,40}"
    rf"|(?:{'|'.join(_NAMES)})(?!\s(?:Street|Road|Lane|House|Court|Hospital|Centre|School|Park|Ward|Avenue)\b)"
    r"|[A-Z]\.? ?[A-Z]?\.? ?[A-Z][a-z]{2,30}(?= \((?:\d\d|DOB|dob|born)))\b"
)
_PLACE = re.compile(
    r"\b\d{1,4}[A-Za-z]?,? (?:[A-Z][\w'’\-]{1,30} ){1,3}(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Drive|Crescent"
    r"|Cres|Terrace|Place|Court|Grove|"
    r"Way|Gardens|Row|Hill|Square|Walk|View|Mews|Rise|Green|Parade)\b|\b\d{1,4},? (?:Ffordd|Stryd|Heol|Lôn|Maes"
    r"|Rhodfa|Bryn|Clos|Tan|Trem|Ystad) [A-Z]|"
    r"\b(?:[Ff]lat|[Rr]oom|[Bb]ed|[Bb]ay|[Uu]nit|[Aa]partment) \d{1,4}[A-Za-z]?\b"
)
_DIGIT = re.compile(r"\d")
_VISIT = re.compile(
    r"\b(?:(?:re)?visit(?:s|ed|ing|or|ors)?|home care|homecare|home help|appointments?|assessments?|assessed"
    r"|discharged?|key ?safe|calling (?:on|round|in)|calls? (?:on|round|at)|"
    r"called (?:on|round|at)|come round|coming round|round to see|drop(?:ping)? in|seeing|to see|due to see|will see"
    r"|saw|care package|care plan|carers?|care call|double[- ]up|"
    r"district nurse|social worker|midwife|health visitor|wound|dressing|injection|medication|meds|insulin|catheter"
    r"|lives alone|housebound|bedbound|had a fall|"
    r"welfare check|meals on wheels|keyholder|physio\w*|occupational therap\w+|ymweliad|ymweld|apwyntiad|asesiad"
    r"|gofalwr|gofalwyr|nyrs)\b",
    re.IGNORECASE,
)


def detect_visit_details(text: str) -> bool:
    """Whether a person, a place and words of a visit stand in the text."""
    if _DIGIT.search(text) is None or not (_PLACE.search(text) or detect_postcode(text)):
        return False
    return _VISIT.search(text) is not None and _PERSON.search(text) is not None
