/* The dialogs: mark words of the text, correct an entity, a sum, an agreement. Each ends in one correction, which the
   server applies; what is wrong with it is said in the dialog. */

import { boxes, choice, italianNumber, line, make, plainNumber, vocabulary } from "./fields.js";
import { occurrences } from "./selection.js";

const dialog = document.getElementById("finestra");

const amountsOf = (record) => [...record.agreements.flatMap((agreement) => agreement.amounts), ...record.amounts];

/* Shows a form; `corrections` makes of its data what each button means. */
const open = (title, content, buttons, apply) => {
  const opener = document.activeElement;
  const wrong = make("p", { class: "wrong", role: "alert" });
  const actions = make("div", { class: "actions" });
  const form = make("form", { method: "dialog" }, make("h2", { id: "finestra-titolo" }, title), ...content, wrong, actions);
  for (const { words, kind, correction } of buttons) {
    const button = make("button", { type: kind === "first" ? "submit" : "button", class: kind ?? "" }, words);
    const act = async (event) => {
      event.preventDefault();
      try {
        const made = correction(new FormData(form));
        actions.inert = true;
        await apply(made);
        dialog.close();
      } catch (error) {
        wrong.textContent = error.message;
      } finally {
        actions.inert = false;
      }
    };
    if (kind === "first") {
      form.addEventListener("submit", act);
    } else {
      button.addEventListener("click", act);
    }
    actions.append(button);
  }
  const cancel = make("button", { type: "button" }, "Chiudi");
  cancel.addEventListener("click", () => dialog.close());
  actions.append(cancel);
  dialog.replaceChildren(form);
  dialog.addEventListener("close", () => opener?.isConnected && opener.focus(), { once: true });
  dialog.showModal();
};

const amountFields = (record, amount, home) => {
  const others = amountsOf(record).filter((one) => one.id !== amount?.id);
  const payers = record.entities.filter((one) => one.label === "INSTITUTION" || one.label === "COMPANY");
  const named = (amount?.payers ?? []).map((payer) => payer.entity ?? `=${payer.name}`);
  const nameless = [...new Set(["=Stato", ...named.filter((key) => key.startsWith("="))])];
  const total = (one) => `${italianNumber(one.value)} (${one.text.replace(/\s+/g, " ")})`;
  return [
    choice("Che cos'è", "role", vocabulary("roles"), amount?.role ?? "contribution"),
    line("Valore", "value", amount ? italianNumber(amount.value) : "", { inputmode: "decimal" }, amount ? "" : "Vuoto: come lo dice il testo."),
    choice("Quanto esatto", "qualifier", amount ? vocabulary("qualifiers") : [["", "come lo dice il testo"], ...vocabulary("qualifiers")], amount?.qualifier),
    choice("Accordo", "agreement", [["", "di tutto il documento"], ...record.agreements.map((one, index) => [one.id, `accordo ${index + 1}${one.heading ? `: ${one.heading}` : ""}`])], home),
    choice("È parte di", "part_of", [["", "nessun'altra somma"], ...others.map((one) => [one.id, total(one)])], amount?.part_of),
    boxes("A carico di", "payers", [...payers.map((one) => [one.id, one.name]), ...nameless.map((key) => [key, key.slice(1)])], named),
  ];
};

const amountCorrection = (data, place) => ({
  do: "set_amount",
  ...place,
  role: data.get("role"),
  value: plainNumber(data.get("value")),
  qualifier: data.get("qualifier") || null,
  agreement: data.get("agreement") || null,
  part_of: data.get("part_of") || null,
  payers: data.getAll("payers").map((key) => (key.startsWith("=") ? { name: key.slice(1) } : { entity: key })),
});

export const editAmount = ({ record }, id, apply) => {
  const home = record.agreements.find((one) => one.amounts.some((amount) => amount.id === id));
  const amount = amountsOf(record).find((one) => one.id === id);
  open(`Somma: ${amount.text.replace(/\s+/g, " ")}`, amountFields(record, amount, home?.id), [
    {
      words: "Correggi",
      kind: "first",
      correction: (data) => {
        const made = amountCorrection(data, { amount: id });
        return { ...made, value: made.value === amount.value || made.value === plainNumber(italianNumber(amount.value)) ? null : made.value };
      },
    },
    { words: "Togli la somma", kind: "danger", correction: () => ({ do: "remove_amount", amount: id }) },
  ], apply);
};

export const editEntity = ({ record }, id, apply) => {
  const entity = record.entities.find((one) => one.id === id);
  const mentions = entity.mentions.map((one, index) => [String(one.start), `${index + 1}ª volta: ${one.text.replace(/\s+/g, " ")}`]);
  const content = [
    line("Nome", "name", entity.name),
    choice("Che cos'è", "label", vocabulary("labels"), entity.label),
    mentions.length > 1 ? choice("Una menzione da togliere", "mention", mentions) : null,
  ];
  const buttons = [
    { words: "Correggi", kind: "first", correction: (data) => ({ do: "change_entity", entity: id, name: data.get("name"), label: data.get("label") }) },
    { words: "Togli il nome", kind: "danger", correction: () => ({ do: "remove_entity", entity: id }) },
  ];
  if (mentions.length > 1) {
    buttons.push({ words: "Togli la menzione", kind: "danger", correction: (data) => ({ do: "remove_mention", entity: id, start: Number(data.get("mention")) }) });
  }
  open(entity.name, content.filter(Boolean), buttons, apply);
};

const partyRows = (record, agreement) => {
  const parties = [...(agreement?.institutions ?? []), ...(agreement?.companies ?? [])];
  const roles = vocabulary("parties").filter(([key]) => key !== "lead");
  const list = make("div", { class: "options" });
  const candidates = record.entities.filter((one) => one.label === "INSTITUTION" || one.label === "COMPANY");
  const inside = (entity) => parties.some((party) => party.entity === entity.id);
  for (const entity of [...candidates].sort((a, b) => inside(b) - inside(a))) {
    const own = parties.find((party) => party.entity === entity.id);
    const chips = make("div", { class: "chips", role: "group", "aria-label": `Ruoli di ${entity.name}` });
    for (const [key, words] of roles) {
      chips.append(make("label", {}, make("input", { type: "checkbox", name: `roles-${entity.id}`, value: key, checked: own?.roles.includes(key) }), " ", words));
    }
    list.append(make("div", { class: "party" }, make("label", {}, make("input", { type: "checkbox", name: "parties", value: entity.id, checked: Boolean(own) }), make("strong", {}, entity.name)), chips));
  }
  return make("fieldset", {}, make("legend", {}, "Parti e loro ruoli"), list);
};

const leadOf = (agreement) =>
  agreement?.lead ?? [...(agreement?.institutions ?? []), ...(agreement?.companies ?? [])].find((party) => party.roles.includes("lead"))?.entity;

export const editAgreement = ({ record }, id, apply) => {
  const agreement = record.agreements.find((one) => one.id === id);
  const candidates = record.entities.filter((one) => one.label === "INSTITUTION" || one.label === "COMPANY");
  const content = [
    choice("Che atto è", "kind", vocabulary("kinds"), agreement?.kind),
    choice("A che punto è", "status", vocabulary("statuses"), agreement?.status ?? ""),
    choice("Capofila", "lead", [["", "non detto"], ...candidates.map((one) => [one.id, one.name])], leadOf(agreement)),
    partyRows(record, agreement),
  ];
  const correction = (data) => {
    const lead = data.get("lead") || null;
    const parties = data.getAll("parties").map((entity) => ({ entity, roles: [...data.getAll(`roles-${entity}`), ...(entity === lead ? ["lead"] : [])] }));
    return { do: "set_agreement", agreement: id, kind: data.get("kind"), status: data.get("status") || null, parties, lead };
  };
  const buttons = [{ words: agreement ? "Correggi" : "Aggiungi", kind: "first", correction }];
  if (agreement) {
    buttons.push({ words: "Togli l'accordo", kind: "danger", correction: () => ({ do: "remove_agreement", agreement: id }) });
  }
  open(agreement ? `Accordo ${record.agreements.indexOf(agreement) + 1}` : "Nuovo accordo", content, buttons, apply);
};

/* Marks words of the text: those that are selected, or those that are typed in, at one of the places where they stand. */
export const markWords = ({ record, text }, selection, apply) => {
  let places = selection ? [selection] : [];
  const words = line("Parole del testo", "words", selection?.words ?? "", { required: true });
  const where = choice("Dove", "place", []);
  const what = choice("Che cosa sono", "label", [...vocabulary("labels"), ["AMOUNT", "Somma"]], selection && /\d/.test(selection.words) ? "AMOUNT" : "INSTITUTION");
  const which = choice("Quale", "entity", []);
  const sum = make("div", { class: "field" }, ...amountFields(record, null, record.agreements[0]?.id));
  const [field, place, label, entity] = [words, where, what, which].map((one) => one.querySelector("input, select"));

  const showPlaces = () => {
    place.replaceChildren(...places.map((one, index) => new Option(one.context, String(index))));
    where.hidden = places.length < 2;
  };
  const showLabel = () => {
    const isSum = label.value === "AMOUNT";
    sum.hidden = !isSum;
    which.hidden = isSum;
    const known = record.entities.filter((one) => one.label === label.value);
    entity.replaceChildren(new Option("un nome nuovo", ""), ...known.map((one) => new Option(one.name, one.id)));
  };
  field.addEventListener("input", () => {
    places = occurrences(text, field.value);
    showPlaces();
  });
  label.addEventListener("change", showLabel);
  showPlaces();
  showLabel();

  const correction = (data) => {
    const chosen = places[Number(data.get("place") ?? 0)];
    if (!chosen) {
      throw new Error("queste parole non sono nel testo: scriverle come vi stanno");
    }
    const span = { start: chosen.start, end: chosen.end };
    if (data.get("label") === "AMOUNT") {
      return amountCorrection(data, span);
    }
    return { do: "add_entity", ...span, label: data.get("label"), entity: data.get("entity") || null };
  };
  open("Segna nel testo", [words, where, what, which, sum], [{ words: "Segna", kind: "first", correction }], apply);
};
