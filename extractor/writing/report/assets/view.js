/* A click on a value shows its place in the text and marks it; a click on a mark shows its row in the cards.
   Without this script the links still lead there. Shared by the report and the local page. */
"use strict";

(() => {
  const CURRENT = "is-current";

  const mark = (article, owner) => {
    for (const old of article.querySelectorAll("." + CURRENT)) {
      old.classList.remove(CURRENT);
    }
    for (const element of article.querySelectorAll(`[data-ref="${CSS.escape(owner)}"]`)) {
      element.classList.add(CURRENT);
    }
  };

  const show = (target) => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    target.scrollIntoView({ block: "center", inline: "nearest", behavior: calm ? "auto" : "smooth" });
  };

  /* Of the rows that stand for a value the first one, unless one of them is in sight already. */
  const rowFor = (article, link) => {
    const owner = CSS.escape(link.dataset.ref);
    const rows = [...article.querySelectorAll(`.cards [data-ref="${owner}"]:not(rect)`)];
    const inSight = rows.find((row) => {
      const box = row.getBoundingClientRect();
      return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
    });
    return inSight || article.querySelector(link.getAttribute("href")) || rows[0];
  };

  /* What an agreement aims at is a stretch of text that holds links of its own: it is clicked where none of them is. */
  document.addEventListener("click", (event) => {
    const aim = event.target.closest("a[href]") ? null : event.target.closest(".aim[data-ref]");
    const article = aim && getSelection().isCollapsed ? aim.closest(".announcement") : null;
    const row = article?.querySelector(`.cards [data-ref="${CSS.escape(aim.dataset.ref)}"]`);
    if (row) {
      mark(article, aim.dataset.ref);
      show(row);
    }
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-ref]");
    const article = link && link.closest(".announcement");
    if (!article || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    const inText = link.closest(".text") !== null;
    const target = inText ? rowFor(article, link) : document.getElementById(link.getAttribute("href").slice(1));
    if (!target) {
      return;
    }
    event.preventDefault();
    mark(article, link.dataset.ref);
    show(target);
    (target.matches("a") ? target : target.querySelector("a"))?.focus({ preventScroll: true });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const old of document.querySelectorAll("." + CURRENT)) {
        old.classList.remove(CURRENT);
      }
    }
  });
})();
