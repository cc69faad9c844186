// Shows what the control tells, anew every second. Texts come from strangers: they are only ever set as text.
"use strict";

const SHORT = {
  "slug": "slug",
  "seo.title": "SEO title",
  "seo.description": "SEO text",
  "openGraph.title": "OG title",
  "openGraph.description": "OG text",
};
const AT_ONCE = 50;
const byId = (id) => document.getElementById(id);
const shown = { pages: "", site: "", rows: new Map(), requests: new Set(), turn: 0 };

function element(name, { text, className, title } = {}, ...children) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  if (title) made.title = title;
  made.append(...children);
  return made;
}

async function told(path) {
  const answer = await fetch(path, { cache: "no-store" });
  if (!answer.ok) throw new Error((await answer.json()).message);
  return answer.json();
}

function forWhich({ operation, skip, every, times, seconds, acted }) {
  const words = [];
  if (seconds !== null) words.push(`${seconds} s`);
  if (operation) words.push(operation);
  if (skip) words.push(`after ${skip}`);
  if (every > 1) words.push(`1 in ${every}`);
  words.push(times === null ? `acted ${acted}×` : `acted ${acted} of ${times}×`);
  return ` (${words.join(", ")})`;
}

function showActive({ active, flipped }) {
  const chips = active.map((one) =>
    element("li", { text: one.name + forWhich(one), className: one.acted === one.times ? "over" : "on" }));
  for (const [name, value] of Object.entries(flipped)) {
    chips.push(element("li", { text: `${name} = ${value}`, className: "on", title: "an assumption that was flipped" }));
  }
  byId("active").replaceChildren(...(chips.length ? chips : [element("li", { text: "no fault, no drift" })]));
}

function showTokens({ tokens }) {
  byId("tokens").replaceChildren(...tokens.map(({ name, used, limit, scopes }) =>
    element("li", { text: `${name} ${used} / ${limit}`, className: used >= limit ? "full" : "", title: scopes.join(" ") })));
}

function showSites({ sites }) {
  const select = byId("site");
  const known = [...select.options].map(({ value, text }) => value + text).join();
  if (known !== sites.map(({ id, displayName }) => id + displayName).join()) {
    select.replaceChildren(...sites.map(({ id, displayName }) => {
      const option = element("option", { text: displayName });
      option.value = id;
      return option;
    }));
  }
  const site = sites.find(({ id }) => id === select.value) ?? sites[0];
  const published = site.lastPublished ? `published ${site.lastPublished}` : "never published";
  byId("facts").textContent =
    `${site.plan} plan, ${site.localizationPlan} localization, ${published}, ${site.staged} staged page${site.staged === 1 ? "" : "s"}`;
  return site;
}

function said(name, { value, from, mirrored }) {
  if (mirrored) return `mirrors the ${SHORT[name.replace("openGraph", "seo")]}`;
  if (from === "absent") return "absent";
  if (value === null) return "null";
  return value === "" ? "(empty)" : value;
}

// In a secondary locale, what is inherited is in the column of the primary one already.
function inLocale({ publishedPath, texts }, isPrimary) {
  const isShown = (name) => isPrimary || ["own", "neither"].includes(texts[name].from);
  const names = Object.keys(SHORT).filter(isShown);
  const cell = element("td", {}, element("div", { text: said("title", texts.title), className: `title ${texts.title.from}` }));
  cell.append(element("dl", {}, ...names.map((name) => {
    const className = texts[name].mirrored ? "mirrored" : texts[name].from;
    return element("div", {}, element("dt", { text: SHORT[name] }), element("dd", { text: said(name, texts[name]), className }));
  })));
  if (names.length < Object.keys(SHORT).length) {
    cell.append(element("div", { text: names.length ? "inherits the rest" : "inherits everything else", className: "inherited" }));
  }
  cell.append(element("code", { text: publishedPath, className: "quiet", title: "published path" }));
  return cell;
}

function pageRow(page, site) {
  const name = element("td", {}, element("code", { text: page.id }));
  const marks = element("div");
  if (page.kind !== "static") marks.append(element("span", { text: page.kind, className: "kind" }), " ");
  if (page.draft) marks.append(element("span", { text: "draft", className: "kind" }), " ");
  if (page.staged) marks.append(element("span", { text: "staged", className: "staged", title: page.lastUpdated }));
  name.append(marks);
  return element("tr", {}, name,
    ...site.locales.map(({ tag, primary }) => inLocale(page.locales[tag], primary)));
}

function showPages({ total, pages }, site) {
  const now = JSON.stringify([site.id, site.locales, total, pages]);
  if (now === shown.pages) return;
  const head = ["Page", ...site.locales.map(({ tag, primary, enabled }) =>
    tag + (primary ? " (primary)" : enabled ? "" : " (disabled)"))];
  byId("pages").tHead.replaceChildren(element("tr", {}, ...head.map((text) => element("th", { text }))));
  const before = shown.site === site.id ? shown.rows : new Map();
  shown.rows = new Map(pages.map((page) => [page.id, JSON.stringify(page)]));
  byId("pages").tBodies[0].replaceChildren(...pages.map((page) => {
    const row = pageRow(page, site);
    if (before.has(page.id) && before.get(page.id) !== shown.rows.get(page.id)) row.className = "fresh";
    return row;
  }));
  byId("more").textContent = total > pages.length ? `${pages.length} of ${total} pages: narrow them down above.` : "";
  shown.pages = now;
  shown.site = site.id;
}

function requestRow({ number, at, method, path, query, operation, token, body, status, switches }, isNew) {
  const asked = query.length ? `?${query.map(([name, value]) => `${name}=${value}`).join("&")}` : "";
  const what = element("td", {}, element("code", { text: `${method} ${path}${asked}`, title: operation ?? "no operation" }));
  if (switches.length) what.append(element("div", { text: switches.join(", "), className: "staged" }));
  if (body) what.append(element("pre", { text: body }));
  return element("tr", { className: isNew ? "fresh" : "" },
    element("td", { text: number, className: "quiet" }), element("td", { text: at.slice(11, 19), title: at }), what,
    element("td", { text: status ?? "none", className: status !== null && status < 400 ? "ok" : "refused" }),
    element("td", { text: token }));
}

function showRequests({ requests }) {
  const keys = requests.map((one) => JSON.stringify(one));
  if (keys.join() === [...shown.requests].join() && requests.length) return;
  const isNew = (one) => shown.requests.size > 0 && !shown.requests.has(JSON.stringify(one));
  const rows = [...requests].reverse().map((one) => requestRow(one, isNew(one)));
  const none = element("tr", {}, element("td", { text: "none yet", className: "quiet" }));
  byId("requests").tBodies[0].replaceChildren(...(rows.length ? rows : [none]));
  shown.requests = new Set(keys);
}

async function refresh() {
  const turn = ++shown.turn;
  try {
    const state = await told("/_sandbox/state");
    if (turn !== shown.turn) return;
    showActive(state);
    showTokens(state);
    const site = showSites(state);
    showRequests(state);
    byId("clock").textContent = state.clock.now + (state.clock.running ? "" : " (standing still)");
    const query = new URLSearchParams({ site: site.id, limit: AT_ONCE, containing: byId("containing").value });
    const pages = await told(`/_sandbox/pages?${query}`);
    if (turn !== shown.turn) return;
    showPages(pages, site);
    byId("status").textContent = "Serving";
    byId("status").className = "";
  } catch (error) {
    if (turn !== shown.turn) return;
    byId("status").textContent = `No answer: ${error.message}`;
    byId("status").className = "lost";
  }
}

async function keepRefreshing() {
  await refresh();
  setTimeout(keepRefreshing, 1000);
}

byId("site").addEventListener("change", refresh);
byId("containing").addEventListener("input", refresh);
keepRefreshing();
