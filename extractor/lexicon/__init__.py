"""What the rules know, as data: institutions, companies, territories, cue words. Readable files are the source."""

from extractor.lexicon.cues import Cue, CueTable
from extractor.lexicon.folding import fold, plain
from extractor.lexicon.lexicon import Lexicon, Place, default_lexicon, lexicon_digest
from extractor.lexicon.words import Words, key_of, words_of

__all__ = [
    "Cue",
    "CueTable",
    "Lexicon",
    "Place",
    "Words",
    "default_lexicon",
    "fold",
    "key_of",
    "lexicon_digest",
    "plain",
    "words_of",
]
