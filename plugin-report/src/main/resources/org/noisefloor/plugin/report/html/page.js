"use strict";
// Draws the plots and works the filters. Without it the page has all tables and all positions, unfiltered.
(() => {
  const axis = { labelColor: "currentColor", titleColor: "currentColor", domainColor: "#808080", tickColor: "#808080",
    gridColor: "#80808055", labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", labelLimit: 150, labelOverlap: "greedy", labelSeparation: 8, titlePadding: 6 };
  const config = { background: "transparent", font: getComputedStyle(document.body).fontFamily, view: { stroke: null }, axis, axisX: { tickCount: 5, labelFlush: true },
    axisY: { titleAnchor: "middle" } };

  function draw(figure) {
    const place = figure.querySelector(".vl");
    if (place.dataset.state) return;
    place.dataset.state = "drawing";
    place.classList.add("drawing");
    const spec = JSON.parse(figure.querySelector("script").textContent);
    // expressions are interpreted, so that the page's policy need not allow eval
    vegaEmbed(place, spec, { ast: true, renderer: "svg", actions: false, mode: "vega-lite", config, tooltip: { theme: "custom" } })
      .then(() => { place.dataset.state = "drawn"; })
      .catch(error => { place.dataset.state = "failed"; console.error(error); });
  }

  // a plot in a closed fold has no width: it is drawn when the fold is opened
  function drawVisible() {
    document.querySelectorAll("figure.plot").forEach(figure => { if (!figure.closest("details:not([open])")) draw(figure); });
  }
  document.querySelectorAll("details").forEach(fold => fold.addEventListener("toggle", drawVisible));
  drawVisible();

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
    let shown = 0, found = 0;
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
      shown += all ? fitting.length : Math.min(FIRST, fitting.length);
    }
    form.querySelector("output").textContent = `${shown} of ${found} shown`;
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
