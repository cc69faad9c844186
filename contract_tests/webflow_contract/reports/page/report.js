
// Shows some of the findings. Everything is in the page already, and can be read without this.
"use strict";

const byId = (id) => document.getElementById(id);
const form = byId("filter");
const findings = [...document.querySelectorAll(".finding")].map((element) => ({
  element,
  level: element.dataset.level,
  operation: element.dataset.operation,
  text: element.textContent.toLowerCase(),
}));
const groups = [...document.querySelectorAll(".group")];

function show() {
  const levels = new Set([...form.querySelectorAll("[name=level]:checked")].map(({ value }) => value));
  const operation = byId("operation").value;
  const words = byId("text").value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const one of findings) {
    const wanted = levels.has(one.level) && (!operation || one.operation === operation)
      && words.every((word) => one.text.includes(word));
    one.element.hidden = !wanted;
    shown += wanted;
  }
  for (const group of groups) group.hidden = !group.querySelector(".finding:not([hidden])");
  byId("shown").textContent = `${shown} of ${findings.length} findings`;
}

function openAll() {
  const shown = findings.filter(({ element }) => !element.hidden);
  const open = shown.some(({ element }) => !element.open);
  for (const { element } of shown) element.open = open;
  byId("open").textContent = open ? "Close all" : "Open all";
}

function openNamed() {
  const named = byId(location.hash.slice(1));
  if (named?.matches(".finding")) named.open = true;
}

if (findings.length) {
  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("open").addEventListener("click", openAll);
  addEventListener("hashchange", openNamed);
  openNamed();
}
