/* Pieces of the dialogs. Every string goes in as text, never as markup. */

export const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter((child) => child !== null));
  return element;
};

let count = 0;

const labelled = (label, control, help) => {
  count += 1;
  control.id = `campo-${count}`;
  return make("div", { class: "field" }, make("label", { for: control.id }, label), control, help ? make("p", { class: "help" }, help) : null);
};

export const choice = (label, name, options, value, help) => {
  const select = make("select", { name });
  for (const [key, words] of options) {
    select.append(new Option(words, key, false, key === (value ?? "")));
  }
  return labelled(label, select, help);
};

export const line = (label, name, value, attributes = {}, help) =>
  labelled(label, make("input", { type: "text", name, value, autocomplete: "off", spellcheck: "false", ...attributes }), help);

export const boxes = (label, name, options, chosen) => {
  const list = make("div", { class: "options" });
  for (const [key, words] of options) {
    list.append(make("label", {}, make("input", { type: "checkbox", name, value: key, checked: chosen.includes(key) }), make("span", {}, words)));
  }
  return make("fieldset", {}, make("legend", {}, label), list);
};

/* The words of a list that the server has put into the page: [key, words] pairs. */
export const vocabulary = (name) =>
  [...document.getElementById(`words-${name}`).content.querySelectorAll("option")].map((option) => [option.value, option.textContent]);

/* "69.412,50" and "69412.50" as the server wants it, or null where there is nothing; anything else stays as it is. */
export const plainNumber = (written) => {
  const bare = written.replace(/[\s€]/g, "");
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$|^\d+,\d+$/.test(bare)) {
    return bare.replaceAll(".", "").replace(",", ".");
  }
  return bare || null;
};

export const italianNumber = (value) => {
  const [whole, cents] = value.split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ".") + (cents ? `,${cents.padEnd(2, "0")}` : "");
};
