// The gate map: a draft that is dragged in a picture, moved with a slider, or typed. The server judges it at each step;
// nothing is judged here. What was chosen stays in the address.
"use strict";

(() => {
  const form = document.getElementById("draft");
  const verdict = document.getElementById("map-verdict");
  if (!form || !verdict) return;
  const field = (name) => document.getElementById(`f-${name}`);
  const charts = [...document.querySelectorAll(".map-chart")].map((place) => ({ place, view: null, path: "" }));

  // A form sends what says something; an empty field would only make the address longer.
  function query() {
    const state = new URLSearchParams();
    const data = new FormData(form);
    const usual = { clock: "as_enforced", assume: "ordinary" };
    for (const [name, value] of data) if (value !== "" && usual[name] !== value) state.append(name, value);
    return state;
  }

  function number(name) {
    const value = Number(field(name).value.replaceAll(",", ""));
    return value > 0 ? value : null;
  }

  // The draft as it is drawn. Where only its die is given, the density follows from it.
  function place(name) {
    if (name !== "performance_density") return number(name);
    const area = number("die_area_mm2");
    return number(name) ?? (area && number("tpp") ? number("tpp") / area : null);
  }

  function drawDraft() {
    for (const { place: figure, view } of charts) {
      if (!view) continue;
      const x = place(figure.dataset.x);
      const y = place(figure.dataset.y);
      const rows = x && y ? [{ x, y, text: figure.dataset.draft }] : [];
      view.change("draft", vega.changeset().remove(() => true).insert(rows));
      for (const name of ["exits", "exit_heads"]) view.change(name, vega.changeset().remove(() => true));
      view.run();
    }
  }

  // One question at a time: the next is asked when the last is answered, about where the draft is by then.
  let isAsking = false;
  let isWaiting = false;
  async function follow() {
    if (isAsking) {
      isWaiting = true;
      return;
    }
    isAsking = true;
    try {
      const response = await fetch(`/map/verdict?${query()}`);
      verdict.innerHTML = await response.text();
      showBeside();
    } finally {
      isAsking = false;
      if (isWaiting) {
        isWaiting = false;
        follow();
      }
    }
  }

  // The answer stands beside each picture too, so that it is seen where the draft is moved.
  function showBeside() {
    const strip = verdict.querySelector("[data-outcome]");
    for (const badge of document.querySelectorAll("[data-answer]")) {
      badge.className = `badge ${strip ? strip.dataset.outcome : "undetermined"}`;
      badge.replaceChildren(...(strip ? [strip.querySelector(".icon").cloneNode(true), strip.dataset.words] : ["?"]));
    }
  }

  function moved() {
    drawDraft();
    follow();
  }

  // Once a draft has come to rest: its exits, and both maps anew, for each is drawn for the draft's other numbers.
  let settled = 0;
  async function settle(keep) {
    const state = query().toString();
    const mine = ++settled;
    if (keep && `?${state}` !== location.search) history.pushState({ map: true }, "", `/map?${state}`);
    for (const link of document.querySelectorAll("a[data-keep]")) link.href = `${link.pathname}?${state}`;
    const response = await fetch(`/map/answers?${state}`);
    if (!response.ok || mine !== settled) return;
    const parts = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const part of parts.querySelectorAll("[data-part]")) {
      const name = part.dataset.part;
      document.getElementById(name.startsWith("regions") ? name : `map-${name}`).innerHTML = part.innerHTML;
    }
    showBeside();
    await Promise.all(charts.map((chart) => redraw(chart, state, mine)));
  }

  async function redraw({ place: figure, view, path }, state, mine) {
    if (!view) return;
    const response = await fetch(`${path}?${state}&width=${Math.floor(figure.clientWidth)}`);
    if (!response.ok || mine !== settled) return;
    for (const { data } of (await response.json()).layer) {
      view.change(data.name, vega.changeset().remove(() => true).insert(data.values));
    }
    await view.runAsync();
  }

  // Each key that is pressed changes a slider: the address follows once it has come to rest, so that back is one step.
  const RESTED_MS = 300;
  let resting = 0;

  // Sliders run over powers of ten, as the axes do.
  const sliders = [...document.querySelectorAll(".draft-slider")].map((slider) => {
    const target = document.getElementById(slider.dataset.for);
    const low = Number(slider.dataset.low);
    const ratio = Number(slider.dataset.high) / low;
    const written = () => {
      const value = place(target.name);
      if (value) slider.value = String(Math.round((Math.log(value / low) / Math.log(ratio)) * Number(slider.max)));
      slider.setAttribute("aria-valuetext", value ? rounded(value) : "?");
    };
    slider.hidden = false;
    slider.addEventListener("input", () => {
      write(target.name, low * ratio ** (Number(slider.value) / Number(slider.max)));
      slider.setAttribute("aria-valuetext", target.value);
      moved();
    });
    slider.addEventListener("change", () => {
      clearTimeout(resting);
      resting = setTimeout(() => settle(true), RESTED_MS);
    });
    return written;
  });

  const rounded = (value) => String(Number(value.toPrecision(3)));
  function write(name, value) {
    field(name).value = rounded(value);
    if (name === "performance_density") field("die_area_mm2").value = "";
  }
  const showSliders = () => sliders.forEach((written) => written());

  form.addEventListener("change", (event) => {
    if (event.target.matches(".draft-slider")) return;
    if (event.target.name === "die_area_mm2" && event.target.value) field("performance_density").value = "";
    if (event.target.name === "performance_density" && event.target.value) field("die_area_mm2").value = "";
    if (["to", "on", "clock", "assume", "met"].includes(event.target.name)) {
      form.requestSubmit();
      return;
    }
    showSliders();
    moved();
    settle(true);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.assign(`/map?${query()}`);
  });
  addEventListener("popstate", () => location.reload());

  for (const chart of charts) {
    const figure = chart.place;
    chart.path = figure.dataset.chart.split("?")[0];
    figure.dataset.chart += `&width=${Math.floor(figure.clientWidth)}`;
    figure.addEventListener("chart:drawn", (event) => {
      chart.view = event.detail.view;
      figure.dataset.draft = chart.view.data("draft")[0]?.text ?? "";
    });
    let isDragging = false;
    const at = (event) => {
      const frame = figure.querySelector("svg").getBoundingClientRect();
      const padding = chart.view.padding();
      const [left, top] = chart.view.origin();
      const across = event.clientX - frame.left - padding.left - left;
      const down = event.clientY - frame.top - padding.top - top;
      return [Math.min(chart.view.width(), Math.max(0, across)), Math.min(chart.view.height(), Math.max(0, down))];
    };
    const move = (event) => {
      const [across, down] = at(event);
      write(figure.dataset.x, chart.view.scale("x").invert(across));
      write(figure.dataset.y, chart.view.scale("y").invert(down));
      showSliders();
      moved();
    };
    // Only the draft itself is taken hold of, so that a finger can still scroll the page over the map.
    const isOnDraft = (event) => {
      const [x, y] = [place(figure.dataset.x), place(figure.dataset.y)];
      if (!x || !y) return false;
      const [across, down] = at(event);
      return Math.hypot(chart.view.scale("x")(x) - across, chart.view.scale("y")(y) - down) < 24;
    };
    figure.addEventListener("pointerdown", (event) => {
      if (!chart.view || event.button || !isOnDraft(event)) return;
      event.preventDefault();
      isDragging = true;
      figure.setPointerCapture(event.pointerId);
    });
    figure.addEventListener("touchstart", (event) => {
      if (chart.view && event.touches.length === 1 && isOnDraft(event.touches[0])) event.preventDefault();
    }, { passive: false });
    figure.addEventListener("pointermove", (event) => {
      if (isDragging) move(event);
      else if (chart.view) figure.classList.toggle("on-draft", isOnDraft(event));
    });
    for (const end of ["pointerup", "pointercancel"]) {
      figure.addEventListener(end, () => {
        if (isDragging) settle(true);
        isDragging = false;
      });
    }
    figure.addEventListener("dblclick", (event) => {
      if (!chart.view) return;
      move(event);
      settle(true);
    });
  }
  showSliders();
})();
