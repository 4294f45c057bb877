"""What spaCy notes of every new word, noted faster: the same values, without a loop over the letters where none is needed."""

from __future__ import annotations

from operator import itemgetter

from spacy import attrs
from spacy.lang import lex_attrs
from spacy.vocab import Vocab


def quicken(vocab: Vocab) -> None:
    """Give a vocabulary the faster functions, save where a language has its own.

    >>> import spacy
    >>> nlp = spacy.blank("it")
    >>> quicken(nlp.vocab)
    >>> nlp.vocab["Bracco"].shape_, nlp.vocab["www.anas.it"].like_url, nlp.vocab["«"].is_punct
    ('Xxxxx', True, True)
    """
    getters = vocab.lex_attr_getters  # type: ignore[attr-defined]  # the stubs lack it
    for attribute, function in _FASTER.items():
        if getters.get(attribute) is lex_attrs.LEX_ATTRS[attribute]:
            getters[attribute] = function


def word_shape(text: str) -> str:
    """The pattern of a word's letters.

    >>> word_shape("Bracco"), word_shape("FIAM"), word_shape("di"), word_shape("H2020")
    ('Xxxxx', 'XXXX', 'xx', 'Xdddd')
    """
    if text.isalpha() and len(text) < 100:
        if text.islower():
            return "xxxx"[: len(text)]
        if text[0].isupper() and text[1:].islower():
            return "Xxxxx"[: len(text)]
        if text.isascii() and text.isupper():
            return "XXXX"[: len(text)]
    return lex_attrs.word_shape(text)


def like_url(text: str) -> bool:
    """Whether a word looks like an address."""
    return lex_attrs.like_url(text) if "." in text else text.startswith(("http://", "https://"))


def is_punct(text: str) -> bool:
    """Whether all of a word is punctuation."""
    return not text[:1].isalnum() and lex_attrs.is_punct(text)


def is_currency(text: str) -> bool:
    """Whether all of a word is signs of currencies."""
    return not text[:1].isalnum() and lex_attrs.is_currency(text)


def like_email(text: str) -> bool:
    """Whether a word looks like an address of electronic mail."""
    return "@" in text and lex_attrs.like_email(text)


_FASTER = {
    attrs.LOWER: str.lower,
    attrs.PREFIX: itemgetter(0),
    attrs.SUFFIX: itemgetter(slice(-3, None)),
    attrs.IS_ALPHA: str.isalpha,
    attrs.IS_DIGIT: str.isdigit,
    attrs.IS_LOWER: str.islower,
    attrs.IS_SPACE: str.isspace,
    attrs.IS_TITLE: str.istitle,
    attrs.IS_UPPER: str.isupper,
    attrs.IS_ASCII: str.isascii,
    attrs.IS_PUNCT: is_punct,
    attrs.IS_CURRENCY: is_currency,
    attrs.LIKE_EMAIL: like_email,
    attrs.LIKE_URL: like_url,
    attrs.SHAPE: word_shape,
}
