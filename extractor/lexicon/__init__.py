"""What the rules know, as data: institutions, companies, territories, cue words. Readable files are the source."""

from extractor.lexicon.lexicon import Lexicon, Place, default_lexicon
from extractor.lexicon.words import Words, key_of, words_of

__all__ = ["Lexicon", "Place", "Words", "default_lexicon", "key_of", "words_of"]
