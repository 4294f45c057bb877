/* The local page: a text or a file in, its view out, corrections, downloads. Nothing is kept after the page is closed. */

import { editAgreement, editAmount, editEntity, markWords } from "./editor.js";
import { analyseFile, analyseText, correct, download } from "./requests.js";
import { selected } from "./selection.js";

const at = (id) => document.getElementById(id);
const [form, area, file, stop, several, choice, status, wrong, result, view, undo] = [
  "ingresso", "testo", "file", "interrompi", "scelta", "documenti", "stato", "errore", "risultato", "vista", "annulla",
].map(at);

let state = null;
let history = [];
let running = null;
let lastSelection = null;

const say = (words, busy = false) => {
  status.textContent = words;
  status.classList.toggle("busy", busy);
};

const complain = (error) => {
  wrong.textContent = error ? error.message.charAt(0).toUpperCase() + error.message.slice(1) : "";
};

/* The markup comes from our own server, which escapes all that stood in the document. */
const render = () => {
  const scrolled = view.querySelector(".cards")?.scrollTop ?? 0;
  const marked = view.querySelector(".text .is-current")?.dataset.ref;
  view.innerHTML = state.html;
  result.hidden = false;
  document.querySelector(".skip").hidden = false;
  undo.disabled = history.length === 0;
  lastSelection = null;
  view.querySelector(".cards").scrollTop = scrolled;
  for (const element of marked ? view.querySelectorAll(`[data-ref="${CSS.escape(marked)}"]`) : []) {
    element.classList.add("is-current");
  }
};

const summary = ({ record }) => {
  const counted = (number, one, many) => `${number} ${number === 1 ? one : many}`;
  const sums = record.agreements.reduce((sum, one) => sum + one.amounts.length, record.amounts.length);
  return `${counted(record.agreements.length, "accordo", "accordi")}, ${counted(sums, "somma", "somme")}, ${counted(record.entities.length, "nome", "nomi")}.`;
};

const read = async (what, request) => {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  complain(null);
  say(`Lettura di ${what}…`, true);
  stop.hidden = false;
  try {
    const answer = await request(mine.signal);
    if (running !== mine) {
      return;
    }
    state = answer;
    history = [];
    document.body.classList.add("with-result");
    render();
    offer(state.documents);
    say(summary(state));
    result.focus();
  } catch (error) {
    if (running === mine) {
      say("");
      complain(error.name === "AbortError" ? new Error("lettura interrotta") : error);
    }
  } finally {
    if (running === mine) {
      running = null;
      stop.hidden = true;
    }
  }
};

let opened = null;

const readFile = (chosen, number = null) => {
  opened = chosen;
  read(chosen.name, (signal) => analyseFile(chosen, number, signal));
};

/* An archive, a table, a message with attachments hold several documents: one is shown, the others are offered. */
const offer = (documents) => {
  several.hidden = documents.length < 2;
  choice.replaceChildren(
    ...documents.map(({ name, chosen, readable }, index) => {
      const option = new Option(readable ? name : `${name} (non letto)`, String(index), false, chosen);
      option.disabled = !readable;
      return option;
    }),
  );
};

choice.addEventListener("change", () => readFile(opened, Number(choice.value)));

form.addEventListener("submit", (event) => {
  event.preventDefault();
  read("il testo", (signal) => analyseText(area.value, signal));
});
stop.addEventListener("click", () => running?.abort());
file.addEventListener("change", () => {
  if (file.files.length > 0) {
    readFile(file.files[0]);
    file.value = "";
  }
});

/* Browsers type a pasted text in, which takes minutes for a megabyte; put in whole it takes no time. */
area.addEventListener("paste", (event) => {
  const words = event.clipboardData.getData("text/plain");
  if (words.length > 50000) {
    event.preventDefault();
    area.setRangeText(words, area.selectionStart, area.selectionEnd, "end");
  }
});
area.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    form.requestSubmit();
  }
});

for (const kind of ["dragenter", "dragover"]) {
  addEventListener(kind, (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
}
addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) {
    form.classList.remove("over");
  }
});
addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  const [dropped] = event.dataTransfer.files;
  const words = event.dataTransfer.getData("text/plain");
  if (dropped) {
    readFile(dropped);
  } else if (words) {
    area.value = words;
    form.requestSubmit();
  }
});

const apply = async (correction) => {
  const before = state;
  state = await correct(before.record, before.text, correction);
  history.push(before);
  render();
  say(`Corretto: ${summary(state)}`);
};

undo.addEventListener("click", () => {
  state = history.pop();
  render();
  say("Ultima correzione annullata.");
});

/* A click on the button would take the selection away: what was selected last in the text is kept. */
document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  if (selection.rangeCount > 0 && !selection.isCollapsed && view.contains(selection.anchorNode)) {
    lastSelection = selection.getRangeAt(0);
  } else if (selection.rangeCount > 0 && view.contains(selection.anchorNode)) {
    lastSelection = null;
  }
});

at("segna").addEventListener("click", () => {
  if (lastSelection && getSelection().isCollapsed) {
    getSelection().removeAllRanges();
    getSelection().addRange(lastSelection);
  }
  markWords(state, selected(view.querySelector("[data-text]"), state.text), apply);
});
at("accordo").addEventListener("click", () => editAgreement(state, null, apply));

view.addEventListener("click", (event) => {
  const button = event.target.closest("button.edit");
  if (!button) {
    return;
  }
  const { editAmount: amount, editEntity: entity, editAgreement: agreement } = button.dataset;
  if (amount) {
    editAmount(state, amount, apply);
  } else if (entity) {
    editEntity(state, entity, apply);
  } else {
    editAgreement(state, agreement, apply);
  }
});

for (const button of document.querySelectorAll("[data-download]")) {
  button.addEventListener("click", async () => {
    complain(null);
    try {
      const { name, blob } = await download(state.record, state.text, button.dataset.download);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = name;
      link.click();
      URL.revokeObjectURL(link.href);
      say(`Scaricato ${name}.`);
    } catch (error) {
      complain(error);
    }
  });
}
