// The page: an address in, the archive's answers out. The address holds all there is to know, so that any view can be
// kept, sent and gone back to. Texts are set as text, never as markup.
"use strict";

const FIELDS = { speaker: "Speakers", film: "Films", series: "Series", person: "People", site: "Sites", author: "Authors" };
const SORTS = { search: ["relevance", "date", "matches"], quotes: ["relevance", "date", "confidence", "matches"] };
/** What the page passes on; an address that was sent about may have gathered more. */
const PASSED = new Set(["q", "after", "before", "sort", "recent", "all", "include-removed", "min-confidence", "expand",
  ...Object.keys(FIELDS).flatMap((field) => [field, `not-${field}`])]);
const PER_PAGE = 20;
const N_VALUES = 8;

const $ = (id) => document.getElementById(id);
const query = $("q");
const reader = $("reader");
let params = new URLSearchParams(location.search);
let pending = new AbortController();
const folded = new Set(["person", "site", "author"]);

/** Makes an element: attributes by name, `on…` as listeners, children as nodes or text. */
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** Puts new content in place of old. Focus within it stays on the button that does the same, else on its field, else on what is first. */
function redraw(box, content) {
  const old = box.contains(document.activeElement) ? document.activeElement : null;
  const place = `[data-field="${old?.closest("details")?.dataset.field}"] summary`;
  box.replaceChildren(...content);
  if (!old) return;
  const same = [...box.querySelectorAll("button")].find((button) => button.name === old.name && button.value === old.value);
  (same ?? box.querySelector(place) ?? box.querySelector("a, button, summary"))?.focus();
}

/** A button that puts a value of a field into the address, or takes it out. */
function toggler(name, value, attributes, ...children) {
  return el("button", { type: "button", name, value, onclick: () => toggle(name, value), ...attributes }, ...children);
}

/** The colour of a speaker: the same one everywhere. */
function tinted(node, name) {
  let hash = 7;
  for (const letter of name) hash = (hash * 31 + letter.codePointAt(0)) % 36000;
  node.style.setProperty("--hue", String(hash % 360));
  return node;
}

const view = () => (params.get("view") === "quotes" ? "quotes" : "search");
const number = (count) => count.toLocaleString("en");
const plural = (count, word) => `${number(count)} ${word}${count === 1 ? "" : "s"}`;

/** Goes to another address; `change` edits a copy of the parameters. */
function go(change, { replace = false, keepPage = false } = {}) {
  const next = new URLSearchParams(params);
  change(next);
  if (!keepPage) next.delete("page");
  const text = next.toString();
  const address = text ? `?${text}` : "/";
  if (replace) history.replaceState(history.state, "", address);
  else history.pushState({ isOpened: next.has("article") }, "", address);
  arrive();
}

function toggle(name, value) {
  const given = chosen(name, value);
  const opposite = name.startsWith("not-") ? name.slice(4) : `not-${name}`;
  go((next) => {
    if (given !== undefined) next.delete(name, given);
    else next.append(name, exactly(value));
    for (const other of next.getAll(opposite)) if (isSame(other, value)) next.delete(opposite, other);
    next.delete("article");
  });
}

/** A value as the address has it: one word alone would be the last name of others too, hence a sign before it. */
const exactly = (value) => (/\s/.test(value) ? value : `=${value}`);
const plain = (value) => value.replace(/^=/, "");
const isSame = (one, other) => plain(one).toLowerCase() === plain(other).toLowerCase();

/** A value as the address has it, where it does. */
function chosen(name, value) {
  return params.getAll(name).find((given) => isSame(given, value));
}

/** The parameters that the API is asked with. */
function asked(more) {
  const request = new URLSearchParams(more);
  for (const [name, value] of params) if (PASSED.has(name)) request.append(name, value);
  return request;
}

async function ask(path, request, signal) {
  const answer = await fetch(`/api/${path}?${request}`, { signal });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error);
  return body;
}

/** Draws what the address asks for. */
async function arrive() {
  const before = params;
  params = new URLSearchParams(location.search);
  const words = params.get("q") ?? "";
  if (query.value.trim() !== words.trim()) query.value = words;
  for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", button.dataset.view === view());
  drawSorts();
  drawChips();
  const article = params.get("article");
  if (article) openReader(article);
  else if (reader.open) reader.close();
  const without = (all) => { const rest = new URLSearchParams(all); rest.delete("article"); return rest.toString(); };
  if (without(before) === without(params) && $("hits").children.length) return;
  await drawAnswer();
}

async function drawAnswer() {
  pending.abort();
  pending = new AbortController();
  const { signal } = pending;
  const offset = (Math.max(1, Number(params.get("page")) || 1) - 1) * PER_PAGE;
  const begun = performance.now();
  try {
    const facets = Object.keys(FIELDS).join(",");
    // One more than is shown, which tells whether there is another page.
    const request = asked({ facets, values: N_VALUES, limit: PER_PAGE + 1, offset, context: 1 });
    const years = asked({ facets: "year", values: 0, of: view() === "quotes" ? "quotations" : "articles" });
    // A choice of years is still open: the others are shown beside those that are chosen.
    for (const name of ["after", "before"]) years.delete(name);
    const [answer, byYear] = await Promise.all([ask(view(), request, signal), ask("facets", years, signal)]);
    const took = Math.round(performance.now() - begun);
    const isMore = answer.hits.splice(PER_PAGE).length > 0;
    $("table").href = `/api/${view()}.csv?${asked()}`;
    $("told").textContent = `${counted(answer.total, offset, answer.hits.length)} · ${took} ms`;
    drawNotes(answer.notes.join("\n"), false);
    drawHits(answer.hits);
    drawFacets(answer, byYear.facets.year ?? []);
    drawPager(offset / PER_PAGE + 1, isMore);
  } catch (fault) {
    if (fault.name === "AbortError") return;
    for (const id of ["told", "hits", "facets", "pager"]) $(id).replaceChildren();
    $("table").removeAttribute("href");
    drawNotes(fault.message, true);
  }
}

/** Says how many results there are: those that hold every word are counted, those that hold some come after them. */
function counted(total, offset, nShown) {
  const kind = view() === "quotes" ? "quotation" : "article";
  if (!nShown || offset + nShown <= total) return plural(total, kind);
  if (!total) return `No ${kind} holds every word; these hold some`;
  return `${plural(total, kind)} ${total === 1 ? "holds" : "hold"} every word, ${offset < total ? "the others" : "these hold"} some`;
}

function drawNotes(text, isError) {
  $("notes").textContent = text;
  $("notes").classList.toggle("error", isError);
}

function drawSorts() {
  const sort = $("sort");
  sort.replaceChildren(...SORTS[view()].map((name) => el("option", { value: name }, name)));
  sort.value = params.get("sort") ?? "relevance";
}

function drawChips() {
  const chips = [];
  for (const [name, value] of params) {
    const field = name.replace(/^not-/, "");
    if (!(field in FIELDS) && !["after", "before"].includes(name)) continue;
    const isNot = name !== field;
    chips.push(toggler(name, value, { class: isNot ? "chip not" : "chip", title: "Take this away" },
      `${isNot ? "not " : ""}${field}: ${plain(value)}`));
  }
  redraw($("chips"), chips);
}

function drawHits(hits) {
  const draw = view() === "quotes" ? quotation : article;
  const none = el("li", { class: "empty" }, "Nothing is found. Try fewer words, or take a filter away.");
  redraw($("hits"), hits.length ? hits.map(draw) : [none]);
}

/** Text with its matches marked; places are Unicode scalar values. */
function marked(text, matches) {
  const letters = Array.from(text);
  const parts = [];
  let at = 0;
  for (const [start, end] of matches) {
    parts.push(letters.slice(at, start).join(""), el("mark", {}, letters.slice(start, end).join("")));
    at = end;
  }
  parts.push(letters.slice(at).join(""));
  return parts;
}

function who(name) {
  return tinted(toggler("speaker", name, { class: "who", title: `Only with quotations by ${name}` }, name), name);
}

function opener(id, text) {
  const address = new URLSearchParams(params);
  address.set("article", id);
  const open = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    // One that is still awaited gives way.
    go((next) => next.set("article", id), { keepPage: true, replace: params.has("article") });
  };
  return el("a", { href: `?${address}`, class: "open", onclick: open }, text);
}

const meta = (hit) => el("div", { class: "meta" }, [hit.site, hit.published, (hit.authors ?? []).join(", ")].filter(Boolean).join(" · "));

function article(hit) {
  const { snippet } = hit;
  const passage = [snippet.cut_before ? "… " : "", ...marked(snippet.text, snippet.matches), snippet.cut_after ? " …" : ""];
  return el("li", { class: "hit" },
    el("h2", {}, opener(hit.id, hit.title ?? hit.path)),
    meta(hit),
    el("p", {}, passage, snippet.speaker ? [" — ", who(snippet.speaker)] : null),
    hit.speakers.length ? el("div", { class: "people" }, hit.speakers.slice(0, 8).map(who)) : null);
}

function sure(hit) {
  const title = `${hit.kind} · rule ${hit.rule}${hit.cue ? ` · “${hit.cue}”` : ""}`;
  const told = hit.kind === "indirect" ? "indirect · " : "";
  return el("span", { class: "sure", title }, told, hit.speaker ? `${Math.round(hit.confidence * 100)} % sure` : "the text names nobody");
}

function quotation(hit) {
  const said = hit.pieces.flatMap((piece, index) => [index ? " … " : "", ...marked(piece.text, piece.matches)]);
  return el("li", { class: "hit" },
    hit.kind === "indirect" ? el("p", { class: "told" }, said) : el("blockquote", {}, "“", said, "”"),
    el("div", { class: "by" }, "—", hit.speaker ? who(hit.speaker) : el("span", { class: "meta" }, "nobody named"), sure(hit)),
    el("div", { class: "meta" }, opener(hit.id, hit.title ?? hit.path), [hit.site, hit.published].filter(Boolean).map((part) => ` · ${part}`)),
    hit.context ? el("details", { class: "context" }, el("summary", {}, "in context"), el("p", {}, hit.context)) : null);
}

function drawFacets(answer, years) {
  const lists = Object.keys(FIELDS).filter((field) => answer.facets[field]?.length)
    .map((field) => facet(field, answer.facets[field], answer.n_values[field]));
  if (years.length > 1) lists.splice(2, 0, histogram(years));
  redraw($("facets"), lists);
}

/** What is folded away stays so, whatever is asked next. */
function foldable(field, summary, ...content) {
  const remember = () => (details.open ? folded.delete(field) : folded.add(field));
  const details = el("details", { "data-field": field, ontoggle: remember }, el("summary", {}, summary), ...content);
  details.open = !folded.has(field);
  return details;
}

function facet(field, values, nValues) {
  const list = el("ul");
  fill(list, field, values);
  const details = foldable(field, [FIELDS[field], el("span", {}, number(nValues))], list);
  if (nValues > values.length) {
    const find = async ({ target }) => {
      const like = target.value;
      const of = view() === "quotes" ? "quotations" : "articles";
      try {
        const answer = await ask("facets", asked({ facets: field, values: 3 * N_VALUES, of, like }));
        // By now other letters may stand there.
        if (target.value === like) fill(list, field, answer.facets[field]);
      } catch (fault) {
        drawNotes(fault.message, true);
      }
    };
    details.append(el("input", { type: "search", placeholder: `Find among ${number(nValues)}`, "aria-label": `Find ${FIELDS[field]}`, oninput: find, onfocus: find }));
  }
  return details;
}

/** Draws the values of a field; those that are chosen are among them, though others may be more frequent. */
function fill(list, field, values) {
  const most = Math.max(1, ...values.map((value) => value.count));
  const rest = params.getAll(field).filter((given) => !values.some(({ value }) => isSame(given, value)));
  redraw(list, [...values, ...rest.map((value) => ({ value: plain(value), count: 0 }))].map(({ value, count }) => {
    const isChosen = chosen(field, value) !== undefined;
    const button = toggler(field, value, { class: "value", title: value, "aria-pressed": isChosen },
      el("b", {}, value), el("i", {}, count ? number(count) : ""));
    button.style.setProperty("--share", `${(100 * count) / most}%`);
    return el("li", {}, button, toggler(`not-${field}`, value, { class: "without", title: `Without ${value}`, "aria-label": `Without ${value}` }, "−"));
  }));
}

function histogram(years) {
  const counts = new Map(years.map(({ value, count }) => [Number(value), count]));
  const known = [...counts.keys()].sort((a, b) => a - b);
  const [first, last] = [known[0], known.at(-1)];
  const most = Math.max(1, ...counts.values());
  const [after, before] = ["after", "before"].map((name) => params.get(name)?.slice(0, 4));
  const bars = [];
  for (let year = Math.max(first, last - 79); year <= last; year++) {
    const isChosen = Boolean(after || before) && year >= (after || year) && year <= (before || year);
    const isOnly = isChosen && after === before;
    const choose = () => go((next) => {
      for (const name of ["after", "before"]) isOnly ? next.delete(name) : next.set(name, String(year));
    });
    const bar = el("button", { type: "button", name: "year", value: year, title: `${year}: ${number(counts.get(year) ?? 0)}`, "aria-pressed": isChosen, onclick: choose });
    bar.style.setProperty("--share", `${(100 * (counts.get(year) ?? 0)) / most}%`);
    bars.push(bar);
  }
  return foldable("year", "Years", el("div", { class: "years" }, bars),
    el("div", { class: "span" }, el("span", {}, String(Math.max(first, last - 79))), el("span", {}, String(last))));
}

function drawPager(page, isMore) {
  const to = (wanted) => () => { go((next) => next.set("page", String(wanted)), { keepPage: true }); scrollTo(0, 0); };
  $("pager").replaceChildren(
    page > 1 ? el("button", { type: "button", onclick: to(page - 1) }, "← Before") : el("span"),
    isMore ? el("button", { type: "button", onclick: to(page + 1) }, "More →") : el("span"));
}

async function openReader(id) {
  if (reader.open && reader.dataset.id === id) return;
  reader.dataset.id = id;
  const answer = await ask("article", new URLSearchParams({ id })).catch((fault) => fault);
  // By now another article may be wanted, or none.
  if (params.get("article") !== id) return;
  if (answer instanceof Error) fillReader([], [el("p", { class: "notes error", role: "alert" }, answer.message)]);
  else drawArticle(answer);
}

function fillReader(head, body) {
  reader.classList.remove("dim", "all");
  reader.replaceChildren(
    el("header", {}, head, el("button", { type: "button", onclick: () => reader.close(), "aria-label": "Close" }, "✕")),
    el("article", {}, body));
  if (!reader.open) reader.showModal();
  reader.scrollTop = 0;
}

/** Goes back to where the article was opened from, so that Back does not open it again; a link to it has no such place. */
function leaveArticle() {
  if (!params.has("article")) return;
  if (history.state?.isOpened) history.back();
  else go((next) => next.delete("article"), { replace: true, keepPage: true });
}

function drawArticle(article) {
  const letters = Array.from(article.text);
  const utterances = new Map(article.quotes.map((quote) => [quote.utterance, quote.speaker]));
  const counts = new Map();
  for (const speaker of utterances.values()) if (speaker) counts.set(speaker, (counts.get(speaker) ?? 0) + 1);
  const spans = [
    ...article.people.flatMap((person) => person.mentions.map(([start, end]) => ({ start, end, kind: "name", title: person.name }))),
    ...[...article.films, ...article.series].flatMap((work) => work.mentions.map(([start, end]) =>
      ({ start, end, kind: "work", title: work.year ? `${work.title} (${work.year})` : work.title }))),
    ...article.quotes.map((quote) => ({ ...quote, style: quote.kind, kind: "said" })),
  ];
  const title = article.lines.find((line) => line.kind === "title");
  const lines = article.lines.map((line) => drawLine(line, letters, spans));
  const nGone = article.lines.filter((line) => line.kind === "boilerplate").length;
  const legend = [...counts].sort((a, b) => b[1] - a[1]).map(([name, count]) => {
    const light = (event) => {
      const isOn = event.currentTarget.getAttribute("aria-pressed") === "true";
      for (const other of reader.querySelectorAll(".legend button")) other.setAttribute("aria-pressed", "false");
      event.currentTarget.setAttribute("aria-pressed", String(!isOn));
      reader.classList.toggle("dim", !isOn);
      for (const said of reader.querySelectorAll(".said")) said.classList.toggle("lit", said.dataset.speaker === name);
      if (!isOn) reader.querySelector(".said.lit")?.scrollIntoView({ block: "center", behavior: "smooth" });
    };
    return tinted(el("button", { type: "button", class: "who", "aria-pressed": "false", onclick: light }, `${name} ${count}`), name);
  });
  const showGone = el("input", { type: "checkbox", onchange: (event) => reader.classList.toggle("all", event.target.checked) });
  const head = [
    el("div", { class: "legend" }, legend.length ? legend : el("span", { class: "meta" }, "Nobody is quoted by name")),
    nGone ? el("label", {}, showGone, ` ${plural(nGone, "removed line")}`) : null,
  ];
  const top = [
    el("h1", {}, title ? dressed(title, letters, spans) : article.title ?? article.path),
    el("p", { class: "meta" }, [article.site, article.published, article.authors.join(", ")].filter(Boolean).join(" · "), el("br"), article.path),
  ];
  fillReader(head, [...top, ...lines]);
}

/** One line of an article, with its quotations and names; a removed one is there to be shown on request. */
function drawLine(line, letters, spans) {
  if (line.kind === "title") return null;
  if (line.kind === "boilerplate") {
    return el("div", { class: "gone" }, el("s", {}, letters.slice(line.start, line.end).join("")), el("code", {}, line.rule));
  }
  return el(line.kind === "heading" ? "h3" : "p", {}, dressed(line, letters, spans));
}

/** The text of a line in pieces, each with all that is said of it. */
function dressed(line, letters, spans) {
  const within = spans.filter((span) => span.start < line.end && span.end > line.start);
  const cuts = new Set([line.start, line.end]);
  for (const span of within) for (const at of [span.start, span.end]) if (at > line.start && at < line.end) cuts.add(at);
  const places = [...cuts].sort((a, b) => a - b);
  return places.slice(0, -1).map((start, index) => {
    const end = places[index + 1];
    const over = within.filter((span) => span.start <= start && span.end >= end);
    return over.reduce(dress, document.createTextNode(letters.slice(start, end).join("")));
  });
}

/** Puts what a span says around a piece of text. */
function dress(inner, span) {
  if (span.kind !== "said") return el("span", { class: span.kind, title: span.title }, inner);
  const title = span.speaker
    ? `${span.speaker} · ${Math.round(span.confidence * 100)} % sure · ${span.style} · rule ${span.rule}`
    : `the text names nobody · ${span.style} · rule ${span.rule}`;
  const node = el("span", { class: span.speaker ? "said" : "said nobody", title, "data-speaker": span.speaker }, inner);
  return span.speaker ? tinted(node, span.speaker) : node;
}

/** Moves the focus among the results, to what opens them. */
function step(by) {
  const hits = [...document.querySelectorAll(".hit")];
  const here = hits.findIndex((hit) => hit.contains(document.activeElement));
  const next = hits[Math.min(hits.length - 1, Math.max(0, here + by))];
  next?.querySelector(".open").focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
}

let waiting = 0;
// What is typed in one go is one place to go back to.
let isTyping = false;
query.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    go((next) => {
      if (query.value.trim()) next.set("q", query.value);
      else next.delete("q");
      next.delete("article");
    }, { replace: isTyping });
    isTyping = true;
  }, 90);
});
query.addEventListener("blur", () => { isTyping = false; });
document.querySelector(".search").addEventListener("submit", (event) => { event.preventDefault(); query.blur(); });
document.querySelector(".brand").addEventListener("click", (event) => {
  event.preventDefault();
  query.value = "";
  go((next) => [...next.keys()].forEach((name) => next.delete(name)));
});
for (const button of document.querySelectorAll("[data-view]")) {
  button.addEventListener("click", () => go((next) => { next.set("view", button.dataset.view); next.delete("sort"); }));
}
$("sort").addEventListener("change", (event) => go((next) => next.set("sort", event.target.value)));
reader.addEventListener("close", leaveArticle);
reader.addEventListener("click", (event) => { if (event.target === reader) reader.close(); });
addEventListener("popstate", arrive);
addEventListener("keydown", (event) => {
  if (reader.open || event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.target === query && event.key === "Escape") {
    // The text stays: its results do.
    event.preventDefault();
    query.blur();
  }
  if (event.target.closest?.("input, select")) return;
  if (event.key === "/") { event.preventDefault(); query.focus(); query.select(); }
  else if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
});
arrive();
