"use strict";
// Everything is on the page already; this sorts the table and keeps the figures new.
(() => {
  const every = 60000;
  let sorted = null;
  const number = (cell) => (cell.dataset.value === undefined ? -Infinity : Number(cell.dataset.value));
  function sort(column, descending) {
    const body = document.querySelector("#districts tbody");
    if (!body) return;
    const rows = [...body.rows];
    const key = (row) => row.cells[column];
    rows.sort((one, other) =>
      column === 0
        ? key(one).textContent.localeCompare(key(other).textContent, "vi")
        : number(key(one)) - number(key(other)));
    if (descending) rows.reverse();
    body.append(...rows);
    document.querySelectorAll("#districts thead th").forEach((head, index) => {
      if (index === column) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    sorted = [column, descending];
  }
  function equip() {
    document.querySelectorAll("#districts thead th").forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.title = head.title;
      button.append(...head.childNodes);
      button.addEventListener("click", () =>
        sort(column, !(sorted && sorted[0] === column && sorted[1]) && column !== 0));
      head.append(button);
    });
    if (sorted) sort(...sorted);
  }
  async function renew() {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const main = page.querySelector("main");
      if (!main || document.querySelector("main").contains(document.activeElement)) return;
      document.querySelector("main").replaceWith(main);
      equip();
    } catch {
      // The figures that stand there say themselves how old they are.
    }
  }
  equip();
  setInterval(renew, every);
})();
