"use strict";
// Works the filters and folds. Without it the page has all plots, tables and positions, unfiltered.
(() => {
  document.querySelectorAll(".fold").forEach(place => { place.hidden = false; });
  document.querySelectorAll("[data-fold]").forEach(button => button.addEventListener("click", () =>
    document.querySelectorAll("details.site").forEach(site => { site.open = button.dataset.fold === "open"; })));

  const form = document.querySelector(".filters");
  if (!form) return;
  const FIRST = 10;
  const folds = [...document.querySelectorAll("details.positions")];
  const entries = new Map(folds.map(fold => [fold, [...fold.querySelectorAll("li")].map(item => ({
    item, ranks: new Map(item.dataset.l.split(" ").map(each => each.split(":"))), classes: item.dataset.k.split(" ") }))]));
  let all = false;

  function filter() {
    const chosen = new FormData(form);
    let shown = 0, found = 0, kept = 0, inAll = 0;
    for (const fold of folds) {
      fold.hidden = fold.dataset.site !== chosen.get("site") || fold.dataset.arm !== chosen.get("arm");
      fold.open = !fold.hidden;
      if (fold.hidden) continue;
      const list = fold.querySelector("ol");
      const fits = each => each.ranks.has(chosen.get("list")) && (chosen.get("class") === "all" || each.classes.includes(chosen.get("class")));
      const fitting = entries.get(fold).filter(fits).sort((a, b) => a.ranks.get(chosen.get("list")) - b.ranks.get(chosen.get("list")));
      entries.get(fold).forEach(each => { each.item.hidden = true; });
      fitting.forEach((each, i) => { each.item.hidden = !all && i >= FIRST; list.append(each.item); });
      found += fitting.length;
      kept += entries.get(fold).filter(each => each.ranks.has(chosen.get("list"))).length;
      inAll += JSON.parse(fold.dataset.all)[chosen.get("list")][chosen.get("class")] || 0;
      shown += all ? fitting.length : Math.min(FIRST, fitting.length);
    }
    const chosenList = form.elements.list.selectedOptions[0];
    form.querySelector("output").textContent =
      `${shown} of the ${kept.toLocaleString("en")} ${chosenList.dataset.of} (${inAll.toLocaleString("en")} in all)`;
    more.hidden = shown === found;
    document.querySelector(".none").hidden = found > 0;
  }

  const more = document.createElement("button");
  more.type = "button";
  more.textContent = "Show all";
  more.addEventListener("click", () => { all = true; filter(); });
  document.querySelector(".none").after(more);
  form.addEventListener("change", () => { all = false; filter(); });
  form.addEventListener("submit", event => event.preventDefault());
  form.hidden = false;
  filter();
})();
