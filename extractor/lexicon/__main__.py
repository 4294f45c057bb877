"""``python -m extractor.lexicon`` writes the lexicon's look-up tables again from its readable files."""

from extractor.lexicon.build import ARTEFACT, artefact_text, compile_lexicon

if __name__ == "__main__":
    ARTEFACT.write_text(artefact_text(compile_lexicon()), encoding="utf-8")
    print(f"{ARTEFACT.name}: {ARTEFACT.stat().st_size:,} byte")
