"""Tells the language of a text. Only for posts that come without one: first use loads a model of about 115 MiB."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from coffeehouse.policy.detectors.counts import own_words
from coffeehouse.policy.detectors.transparency import Transparency

# Languages much spoken or written in the UK that the model knows; a short list makes short posts surer.
LANGUAGES = (
    "ar", "bg", "bn", "cs", "cy", "de", "el", "en", "es", "fa", "fr", "ga", "gu", "hi", "hu", "it", "ku", "lt", "lv",
    "ml", "ne", "nl", "pa", "pl", "ps", "pt", "ro", "ru", "sk", "so", "sq", "sw", "ta", "te", "tr", "uk", "ur", "vi",
    "zh",
)  # fmt: skip
UNKNOWN = "und"  # BCP 47
SUREST_ENOUGH = 0.5
_LONGEST = 2_000  # more text makes it no surer
FEWEST_LETTERS = 20

TRANSPARENCY = Transparency(
    id="language",
    version=1,
    purpose="To mark a post's language for screen readers, translation and filters when the author's app gives none.",
    inputs="The text of a post that has no language.",
    method="py3langid (naive Bayes over byte sequences), on this machine, among languages much used in the UK.",
    limits=(
        "Below 20 letters it is left undetermined.",
        "A text in two languages is given one.",
        "Scots and Scottish Gaelic are not told from their neighbours.",
    ),
)


class Language(NamedTuple):
    """ISO 639-1 code (or `und`) and how sure, 0.0 to 1.0."""

    code: str
    confidence: float


def detect_language(text: str) -> Language:
    """The language of the text; `und` where it is too short or not sure enough."""
    words = own_words(text[: 2 * _LONGEST])[:_LONGEST].strip()
    if sum(character.isalpha() for character in words) < FEWEST_LETTERS:
        return Language(UNKNOWN, 0.0)
    code, confidence = _identifier().classify(words)
    return Language(code if confidence >= SUREST_ENOUGH else UNKNOWN, round(float(confidence), 3))


@cache
def _identifier() -> Any:
    """The model, loaded on first use and kept."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in LANGUAGES if code in identifier.labels])
    return identifier
