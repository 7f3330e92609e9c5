// The date line: one step of the slider shows another day, without asking the server, for every band is in the page.
// Nothing is judged here. What was chosen stays in the address.
"use strict";

(() => {
  const line = document.getElementById("line");
  if (!line) return;
  const slider = document.getElementById("day");
  const shown = document.getElementById("day-now");
  const dayField = document.getElementById("f-on");
  const otherField = document.getElementById("f-vs");
  const judge = document.getElementById("judge-link");
  const compared = document.getElementById("compared");
  const bands = [...document.querySelectorAll("[data-from]")].map((element) => ({
    element, from: Number(element.dataset.from), to: Number(element.dataset.to),
  }));
  const chosen = bands.filter((band) => band.element.matches("#panels > *"));
  const DAY_MS = 86400000;
  const HANDLE_PX = 24;
  const RESTED_MS = 300;
  const firstMs = Date.parse(line.dataset.first);
  const iso = (place) => new Date(firstMs + place * DAY_MS).toISOString().slice(0, 10);
  const placeOf = (day) => Math.round((Date.parse(day) - firstMs) / DAY_MS);
  let view = null;

  // The page says what was asked in its form too; the address is made of what the server was asked.
  const query = () => new URLSearchParams(line.dataset.query);
  const address = (path) => {
    const state = query();
    state.set("on", iso(Number(slider.value)));
    if (otherField.value) state.set("vs", otherField.value);
    else state.delete("vs");
    return `${path}?${state}`;
  };

  function show(place) {
    const day = iso(place);
    slider.value = String(place);
    for (const { element, from, to } of bands) {
      const hidden = place < from || place > to;
      if (element.hidden !== hidden) element.hidden = hidden;
    }
    const band = chosen.find(({ from, to }) => from <= place && place <= to);
    shown.value = day;
    dayField.value = day;
    slider.setAttribute("aria-valuetext", `${day}: ${band ? band.element.dataset.words : ""}`);
    drawCursor();
  }

  function drawCursor() {
    if (!view) return;
    const rows = [{ first: firstMs + Number(slider.value) * DAY_MS, which: "day" }];
    if (otherField.value) rows.push({ first: Date.parse(otherField.value), which: "other" });
    view.change("cursor", vega.changeset().remove(() => true).insert(rows)).run();
  }

  async function settle(keep) {
    const url = address(line.dataset.path);
    if (keep && url !== location.pathname + location.search) history.pushState({ dates: true }, "", url);
    const link = new URLSearchParams(judge.dataset.query);
    link.set("on", iso(Number(slider.value)));
    judge.href = `/?${link}`;
    if (!otherField.value) return;
    const asked = address(compared.dataset.source);
    const response = await fetch(asked);
    if (response.ok && asked === address(compared.dataset.source)) compared.innerHTML = await response.text();
  }

  function go(place) {
    show(Math.max(0, Math.min(Number(slider.max), place)));
    settle(true);
  }

  const starts = chosen.map(({ from }) => from);
  const next = () => go(starts.find((from) => from > Number(slider.value)) ?? Number(slider.max));
  const previous = () => go(starts.findLast((from) => from < Number(slider.value)) ?? 0);

  slider.addEventListener("input", () => show(Number(slider.value)));
  // Each key that is pressed changes the slider: the address follows once it has come to rest, so that back is one step.
  let resting = 0;
  slider.addEventListener("change", () => {
    clearTimeout(resting);
    resting = setTimeout(() => settle(true), RESTED_MS);
  });
  slider.addEventListener("keydown", (event) => {
    if (event.key !== "PageUp" && event.key !== "PageDown") return;
    event.preventDefault();
    if (event.key === "PageUp") next();
    else previous();
  });
  document.getElementById("next").addEventListener("click", next);
  document.getElementById("previous").addEventListener("click", previous);
  document.getElementById("pin").addEventListener("click", () => {
    otherField.value = iso(Number(slider.value));
    drawCursor();
    settle(true);
    slider.focus();
  });
  for (const link of document.querySelectorAll("a[data-go]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      go(Number(link.dataset.go));
      slider.focus();
    });
  }
  addEventListener("popstate", () => {
    const state = new URLSearchParams(location.search);
    otherField.value = state.get("vs") ?? "";
    if (!otherField.value && query().get("vs")) location.reload();
    show(state.get("on") ? placeOf(state.get("on")) : Number(slider.defaultValue));
    settle(false);
  });

  // A click or a drag on the picture chooses the day that lies there.
  const place = line.querySelector("[data-chart]");
  place.dataset.chart += `&width=${Math.floor(place.clientWidth)}`;
  place.addEventListener("chart:drawn", (event) => {
    view = event.detail.view;
    drawCursor();
    // The handle of the slider stands over its day: its track begins and ends with the axis, half a handle further out.
    const left = view.padding().left + view.origin()[0];
    slider.style.marginLeft = `${left - HANDLE_PX / 2}px`;
    slider.style.width = `${view.width() + HANDLE_PX}px`;
  });
  const pointed = (event) => {
    const frame = place.querySelector("svg").getBoundingClientRect();
    const day = view.scale("x").invert(event.clientX - frame.left - view.padding().left - view.origin()[0]);
    show(Math.max(0, Math.min(Number(slider.max), Math.floor((day - firstMs) / DAY_MS))));
  };
  let isDragging = false;
  place.addEventListener("pointerdown", (event) => {
    if (!view || event.button) return;
    isDragging = true;
    place.setPointerCapture(event.pointerId);
    pointed(event);
  });
  place.addEventListener("pointermove", (event) => isDragging && pointed(event));
  for (const end of ["pointerup", "pointercancel"]) {
    place.addEventListener(end, () => {
      if (isDragging) settle(true);
      isDragging = false;
    });
  }
})();
