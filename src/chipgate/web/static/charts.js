// Draws the Vega-Lite charts of a page. <figure data-chart="URL of the specification"> is filled where it stands, with
// data-fit as wide as it is there;
// expressions are interpreted, so that the content security policy needs no eval. After a chart is drawn, the event
// "chart:drawn" carries its view in detail.view.
"use strict";

async function drawChart(place) {
  const width = "fit" in place.dataset ? `&width=${Math.floor(place.clientWidth)}` : "";
  const response = await fetch(place.dataset.chart + width, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${place.dataset.chart}: ${response.status}`);
  const compiled = vegaLite.compile(await response.json()).spec;
  const view = new vega.View(vega.parse(compiled, null, { ast: true }), {
    expr: vegaInterpreter.expressionInterpreter,
    renderer: "svg",
    container: place,
    hover: true,
    logLevel: vega.Error,
  });
  view.tooltip(showTooltip(place));
  await view.runAsync();
  place.dispatchEvent(new CustomEvent("chart:drawn", { bubbles: true, detail: { view } }));
  return view;
}

function showTooltip(place) {
  return (_handler, event, _item, value) => {
    let box = place.querySelector(".chart-tip");
    if (!box) {
      box = place.appendChild(document.createElement("div"));
      box.className = "chart-tip";
      box.setAttribute("role", "status");
    }
    box.hidden = value === null || value === undefined || value === "";
    if (box.hidden) return;
    box.textContent = typeof value === "object" ? Object.entries(value).map((pair) => pair.join(": ")).join("\n") : value;
    const frame = place.getBoundingClientRect();
    box.style.left = `${Math.min(event.clientX - frame.left + 12, frame.width - box.offsetWidth)}px`;
    box.style.top = `${event.clientY - frame.top + 12}px`;
  };
}

function drawCharts(root) {
  for (const place of root.querySelectorAll("[data-chart]")) {
    if (place.dataset.drawn === place.dataset.chart) continue;
    place.dataset.drawn = place.dataset.chart;
    drawChart(place).catch((error) => {
      console.error(error);
    });
  }
}

document.addEventListener("DOMContentLoaded", () => drawCharts(document));
document.addEventListener("htmx:afterSettle", () => drawCharts(document));
