// What the pages do with JavaScript besides htmx: nothing that judges, and nothing a page needs to answer.
"use strict";

// A form sends only what was filled in, so that an address holds the state and nothing else.
document.addEventListener("htmx:configRequest", (event) => {
  const { parameters, verb } = event.detail;
  if (verb !== "get") return;
  for (const name of Object.keys(parameters)) if (parameters[name] === "") delete parameters[name];
});

// Every form that goes elsewhere than through a link carries the token of this browser.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]');
  if (event.detail.verb !== "get" && token) event.detail.headers["X-CSRF-Token"] = token.content;
});

// A new verdict is read out: the line that screen readers listen to stays while the rest is replaced.
document.addEventListener("htmx:afterSettle", () => {
  const said = document.querySelector("[data-announce]");
  const line = document.getElementById("announcement");
  if (said && line && line.textContent !== said.dataset.announce) line.textContent = said.dataset.announce;
});

// A select or box that is marked so sends its form at once.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-send-on-change]")) event.target.form.requestSubmit();
});

// The links to the other language follow the address when only a part of the page was replaced.
document.addEventListener("htmx:pushedIntoHistory", () => {
  for (const link of document.querySelectorAll(".languages a")) {
    const here = new URL(window.location.href);
    here.searchParams.set("lang", link.hreflang);
    link.href = here.pathname + here.search;
  }
});

// Whoever follows a link that is gone afterwards goes on at the new verdict, not at the top of the page.
document.addEventListener("htmx:afterSettle", () => {
  const goOn = document.querySelector("[data-announce] [tabindex='-1']");
  if (goOn && (document.activeElement === document.body || document.activeElement === null)) goOn.focus();
});
