"""The name of an entity, out of its mentions."""

from collections.abc import Iterable

from models.corpus.vocabulary import GENERIC


def entity_name(mentions: Iterable[str]) -> str:
    """The fullest of an entity's mentions, blanks collapsed.

    That is the longest one that is a proper name (it has a capital and is no generic word) and not written in capitals
    throughout; where there is none, the longest proper name; else the longest mention. The first of equals.

    >>> entity_name(["IIT", "istituto", "Istituto Italiano  di Tecnologia"])
    'Istituto Italiano di Tecnologia'
    >>> entity_name(["ENEA", "agenzia", "Agenzia"])
    'ENEA'
    """
    forms = [" ".join(mention.split()) for mention in mentions]
    proper = [form for form in forms if form not in GENERIC and form.lower() != form]
    return max([form for form in proper if not form.isupper()] or proper or forms, key=len)
