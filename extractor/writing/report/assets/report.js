/* The overview: tables sort and can be searched; of several announcements one is shown at a time.
   Without this script all stand one after the other, and every link works. */
"use strict";

(() => {
  const collator = new Intl.Collator("it", { numeric: true, sensitivity: "base" });

  const keyOf = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.value ?? cell.textContent;
  };

  /* Money has more digits than a number of JavaScript holds exactly; for an order it is near enough. */
  const compare = (numeric, a, b) => (numeric ? Number(a) - Number(b) : collator.compare(a, b));

  const makeSortable = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const numeric = head.hasAttribute("data-numeric");
        const before = head.getAttribute("aria-sort");
        const down = before ? before === "ascending" : numeric;
        for (const other of heads) {
          other.removeAttribute("aria-sort");
        }
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...table.tBodies[0].rows].map((row) => [keyOf(row, column), row]);
        rows.sort(([a], [b]) => (down ? -1 : 1) * compare(numeric, a, b));
        table.tBodies[0].append(...rows.map(([, row]) => row));
      });
    });
  };

  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const makeSearchable = (table) => {
    const field = document.getElementById(table.dataset.search);
    const found = field.parentElement.querySelector(".found");
    const rows = [...table.tBodies[0].rows].map((row) => [folded(row.textContent), row]);
    field.addEventListener("input", () => {
      const wanted = folded(field.value).split(/\s+/);
      let count = 0;
      for (const [text, row] of rows) {
        row.hidden = !wanted.every((word) => text.includes(word));
        count += row.hidden ? 0 : 1;
      }
      found.textContent = field.value ? `${count} di ${rows.length}` : "";
    });
  };

  const leaves = [...document.querySelectorAll(".leaf")];
  const front = document.querySelector(".overview");

  const turn = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const open = target && target.closest(".leaf");
    for (const leaf of leaves) {
      leaf.classList.toggle("open", leaf === open);
    }
    front.classList.toggle("closed", Boolean(open));
    if (target) {
      target.scrollIntoView({ block: target === open ? "start" : "center", behavior: "auto" });
    } else {
      scrollTo(0, 0);
    }
  };

  for (const table of document.querySelectorAll("table.sortable")) {
    makeSortable(table);
    if (table.dataset.search) {
      makeSearchable(table);
    }
  }
  if (front && leaves.length > 0) {
    document.documentElement.classList.add("one-at-a-time");
    addEventListener("hashchange", turn);
    if (location.hash) {
      turn();
    }
  }
})();
