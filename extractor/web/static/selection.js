/* Places in the text. The server counts characters (code points), JavaScript UTF-16 units; only emoji and their like
   differ. The text in the page is the announcement's, character for character, what is hidden included. */

const codePoints = (text, end) => {
  let count = 0;
  for (let index = 0; index < end; index += 1) {
    const unit = text.charCodeAt(index);
    const isHalf = unit >= 0xd800 && unit < 0xdc00 && index + 1 < end;
    index += isHalf ? 1 : 0;
    count += 1;
  }
  return count;
};

const unitsBefore = (pane, node, offset) => {
  const range = document.createRange();
  range.setStart(pane, 0);
  range.setEnd(node, offset);
  return range.toString().length;
};

/* The stretch of the text that is selected, in characters, or null. */
export const selected = (pane, text) => {
  const selection = getSelection();
  if (!pane || selection.rangeCount === 0 || selection.isCollapsed) {
    return null;
  }
  const range = selection.getRangeAt(0);
  if (!pane.contains(range.startContainer) || !pane.contains(range.endContainer)) {
    return null;
  }
  const start = unitsBefore(pane, range.startContainer, range.startOffset);
  const end = unitsBefore(pane, range.endContainer, range.endOffset);
  const words = text.slice(start, end);
  const lead = words.length - words.trimStart().length;
  return words.trim() ? placed(text, start + lead, words.trim()) : null;
};

const placed = (text, start, words) => {
  const first = codePoints(text, start);
  return { start: first, end: first + codePoints(words, words.length), words, context: around(text, start, words) };
};

const around = (text, start, words) => {
  const line = (piece) => piece.replace(/\s+/g, " ");
  return `…${line(text.slice(Math.max(0, start - 30), start))}«${line(words)}»${line(text.slice(start + words.length, start + words.length + 30))}…`;
};

/* Every place where the text has these words, however it breaks its lines. */
export const occurrences = (text, words, most = 50) => {
  const parts = words.trim().split(/\s+/).filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (parts.length === 0) {
    return [];
  }
  const found = [];
  for (const match of text.matchAll(new RegExp(parts.join("\\s+"), "g"))) {
    found.push(placed(text, match.index, match[0]));
    if (found.length === most) {
      break;
    }
  }
  return found;
};
