// The translator's workbench in the browser: marks, bar, panel. It is served by `build.py serve --translate` and never published.
// In:    the JSON that workbench.py put into the page; elements with data-message and data-state.
// Out:   a mark with a word at every text, a panel with its source, a request to open the editor.
// Never: asks another host, keeps anything longer than this tab lives, changes a word of the page.
"use strict";
(() => {
  const holder = document.getElementById("lantern-workbench-data");
  if (!holder) return;
  const said = JSON.parse(holder.textContent);
  const KEPT = "lantern-workbench";
  const CLICKED = "a, button, input, select, textarea, summary, label";
  const MACHINE = "machine";

  // An element: make("p", {class: "x", lang: "es"}, "words", child, …).
  const make = (tag, attributes, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) if (value !== null && value !== "") made.setAttribute(name, value);
    made.append(...inside.filter(one => one !== null));
    return made;
  };
  const kept = () => { try { return JSON.parse(sessionStorage.getItem(KEPT)) || {}; } catch { return {}; } };
  const keep = values => { try { sessionStorage.setItem(KEPT, JSON.stringify({ ...kept(), ...values })); } catch { /* a private window */ } };

  const status = make("p", { role: "status", class: "lw-status" });
  // Asks the server to open the translator's editor; without one, the place is put on the clipboard.
  const openAt = async (path, line, told) => {
    let answer;
    try {
      const headers = { "Content-Type": "application/json" };
      const body = JSON.stringify({ token: said.token, path, line });
      const found = await fetch("/_workbench/open", { method: "POST", headers, body });
      answer = found.ok ? await found.json()
        : { done: false, text: "The preview refused to open it. It was started anew, perhaps: load this page again." };
    } catch { answer = { done: false, text: "The preview does not answer any more." }; }
    if (!answer.done) {
      try { await navigator.clipboard.writeText(`${path}:${line}`); answer.text += ` “${path}:${line}” is on the clipboard.`; }
      catch { answer.text += ` The place is ${path}:${line}.`; }
    }
    told.textContent = answer.text;
  };

  if (said.list) {
    document.querySelector("main").append(status);
    for (const one of document.querySelectorAll("button[data-path]"))
      one.addEventListener("click", () => openAt(one.dataset.path, Number(one.dataset.line), status));
    return;
  }

  const host = make("div", { id: "lantern-workbench", lang: "en", dir: "ltr", translate: "no" });
  const bar = make("section", { class: "lw-bar", "aria-label": "Translator's workbench" });
  const hash = () => (/^#m-[0-9a-f]{8}$/.test(location.hash) ? location.hash : "");
  const other = make("a", { href: said.other }, said.translated ? `This page in ${said.source.name}` : `Back to ${said.own.name}`);
  other.addEventListener("click", () => { other.href = said.other + hash(); });
  const all = make("a", { href: "/_workbench/" }, "All pages");
  document.body.prepend(host);
  host.append(bar);
  const room = () => {
    const high = `${bar.offsetHeight}px`;
    document.documentElement.style.setProperty("--lw-bar", high);
    document.body.style.paddingBlockStart = high;
  };
  if (!said.translated) {
    bar.append(make("b", {}, "Translator's workbench"), other, all);
    room();
    return;
  }

  // ── marks ────────────────────────────────────────────────────────────────────────────────────────────────────────
  document.documentElement.classList.add("lw-on");
  const texts = said.messages;
  const wanted = () => [...said.todo, ...(kept().machine ? [MACHINE] : [])];
  const isSeen = element => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && box.right + scrollX > 0 && box.bottom + scrollY > 0
      && element.checkVisibility({ visibilityProperty: true });
  };
  const folded = element => element.closest("details:not([open])");
  const blocks = [...document.querySelectorAll("[data-message]")]
    .filter(element => texts[element.dataset.message] && (folded(element) || isSeen(element)));
  const marks = [];
  for (const block of blocks) {
    const anchor = block.dataset.message, text = texts[anchor], word = said.labels[text.state];
    const mark = make("button", { type: "button", class: "lw-mark", "data-word": word, "data-state": text.state,
      "data-for": anchor, "aria-label": `${word}: see this text and its source`, lang: "en" });
    mark.addEventListener("click", event => { event.preventDefault(); event.stopPropagation(); open(anchor, block, mark); });
    const outer = block.closest(CLICKED), head = outer && outer.closest("summary");
    const inner = block.querySelector(":scope > :is(ul, ol, p, table, blockquote)");
    if (head) head.parentElement.after(mark);
    else if (outer) outer.after(mark);
    else if (inner) inner.before(mark);
    else block.append(mark);
    marks.push({ anchor, block, mark });
  }
  document.addEventListener("click", event => {
    const block = event.target.closest("[data-message]");
    if (!block || event.target.closest(CLICKED) || String(getSelection())) return;
    const found = marks.find(one => one.block === block);
    if (found) open(found.anchor, block, found.mark);
  });

  // ── the bar ──────────────────────────────────────────────────────────────────────────────────────────────────────
  const counts = make("ul", { class: "lw-counts", "aria-label": "Texts on this page" });
  for (const [state, word] of Object.entries(said.labels)) {
    const count = Object.values(texts).filter(text => text.state === state).length;
    if (count) counts.append(make("li", { "data-count": state }, make("b", {}, String(count)), ` ${word}`));
  }
  const next = make("button", { type: "button", "aria-keyshortcuts": "n" }, "Next to do (n)");
  const tick = (name, words) => {
    const box = make("input", { type: "checkbox" });
    box.checked = Boolean(kept()[name]);
    box.addEventListener("change", () => { keep({ [name]: box.checked }); show(); });
    return make("label", {}, box, words);
  };
  const rest = make("button", { type: "button", class: "lw-plain" }, "Texts you cannot see");
  rest.addEventListener("click", () => {
    open(hidden()[0], null, null);
    panel.querySelector(".lw-unseen").scrollIntoView();
  });
  rest.hidden = Object.keys(texts).every(anchor => marks.some(one => one.anchor === anchor));
  bar.append(make("b", {}, said.own.name), counts, next, rest, tick("only", "Show only what is to do"),
    tick("machine", "Machine drafts are to do"), other, all);

  const due = () => marks.filter(one => wanted().includes(texts[one.anchor].state));
  const hidden = () => Object.keys(texts).filter(anchor => !marks.some(one => one.anchor === anchor));
  // What is to do, each text once, those that nobody sees last.
  const waiting = () => [
    ...due().filter((one, place, all) => all.findIndex(other => other.anchor === one.anchor) === place),
    ...hidden().filter(anchor => wanted().includes(texts[anchor].state)).map(anchor => ({ anchor, block: null, mark: null })),
  ];
  const show = () => {
    const left = due(), count = waiting().length;
    next.disabled = !count;
    next.textContent = count ? `Next to do (n): ${count}` : "Nothing to do here";
    document.documentElement.classList.toggle("lw-only", Boolean(kept().only));
    for (const { block, mark } of marks) {
      const stays = left.some(one => one.block === block || block.contains(one.block)) || block.matches("h1, h2, h3, :is(h1, h2, h3) *");
      block.classList.toggle("lw-away", !stays);
      mark.classList.toggle("lw-away", !left.some(one => one.mark === mark));
    }
    room();
  };
  const forward = () => {
    const queue = waiting();
    if (!queue.length) return;
    const from = current ? current.anchor : document.activeElement.dataset.for;
    let place = queue.findIndex(one => one.anchor === from) + 1;
    if (from && !place) {
      const at = marks.findIndex(one => one.anchor === from);
      place = Math.max(0, queue.findIndex(one => marks.indexOf(one) > at));
    }
    const { anchor, block, mark } = queue[place % queue.length];
    open(anchor, block, mark, true);
  };
  next.addEventListener("click", forward);
  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && current) { close(); return; }
    if (event.key !== "n" || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
    event.preventDefault();
    forward();
  });

  // ── the panel ────────────────────────────────────────────────────────────────────────────────────────────────────
  let current = null;
  const panel = make("section", { class: "lw-panel", "aria-labelledby": "lw-title", tabindex: "-1", hidden: "hidden" });
  host.append(panel);
  const words = (text, locale) => make("p", { class: "lw-text", lang: locale.tag, dir: locale.dir }, text);
  const changed = pieces => {
    const made = words("", said.source);
    for (const [sign, piece] of pieces) made.append(sign === "=" ? piece : make(sign === "+" ? "ins" : "del", {}, piece));
    return made;
  };
  const part = (title, ...inside) => make("div", {}, make("h3", {}, title), ...inside);
  const fill = anchor => {
    const text = texts[anchor];
    const shut = make("button", { type: "button", class: "lw-plain" }, "Close (Esc)");
    shut.addEventListener("click", close);
    const editing = make("button", { type: "button", "data-open": "" }, "Open in the editor");
    const told = make("p", { role: "status" });
    editing.addEventListener("click", () => openAt(text.path, text.line, told));
    const inside = [
      make("div", { class: "lw-head" }, make("h2", { id: "lw-title" }, `This text: ${said.labels[text.state] || text.state}`), shut),
      make("div", { class: "lw-pair" },
        part(`In ${said.source.name}`, words(text.source, said.source)),
        part(text.state === "stale" ? `In ${said.own.name}, for the earlier text` : `In ${said.own.name}`,
          text.own ? words(text.own, said.own) : make("p", { class: "lw-empty" }, "Nothing yet. The page shows the original."))),
    ];
    if (text.reason) inside.push(part("Why the page does not show it", make("p", { class: "lw-reason" }, text.reason)));
    if (text.diff) inside.push(part(`What changed in ${said.source.name}`, changed(text.diff)));
    if (text.terms.length) inside.push(part("Words of the glossary", make("ul", {}, ...text.terms.map(([theirs, mine]) =>
      make("li", {}, make("span", { lang: said.source.tag, dir: said.source.dir }, theirs), " → ",
        make("b", { lang: said.own.tag, dir: said.own.dir }, mine))))));
    inside.push(part("What it is", make("p", {}, text.kind || "text"), text.context ? make("p", {}, `Context: ${text.context}`) : null,
      text.note ? make("p", { class: "lw-note" }, text.note) : null));
    if (text.places.length > 1) inside.push(part("It also stands on", make("p", {}, text.places.join(", "))));
    inside.push(part("Where to change it", make("p", { class: "lw-place" }, text.listed ? `${text.path}:${text.line}` : text.path),
      text.listed ? editing : make("p", {}, "It is not in the catalog yet. Run: python build.py messages"), told));
    const unseen = hidden();
    if (unseen.length) inside.push(make("div", { class: "lw-unseen" }, make("h3", {}, "Texts of this page that you cannot see"),
      make("ul", {}, ...unseen.map(one => {
        const button = make("button", { type: "button", class: "lw-plain", "data-for": one },
          `${said.labels[texts[one].state] || texts[one].state}: `, make("span", { lang: said.source.tag, dir: said.source.dir }, texts[one].source));
        button.addEventListener("click", () => open(one, null, null));
        return make("li", {}, button);
      }))));
    panel.replaceChildren(...inside);
  };
  const light = (block, on) => { if (block) block.classList.toggle("lw-open", on); };
  const open = (anchor, block, mark, moving) => {
    light(current && current.block, false);
    current = { anchor, block, mark };
    fill(anchor);
    panel.hidden = false;
    document.body.classList.add("lw-beside");
    light(block, true);
    if (block) for (let outer = folded(block); outer; outer = folded(block)) outer.open = true;
    history.replaceState(null, "", `#${anchor}`);
    if (moving && block) block.scrollIntoView({ block: "center" });
    panel.scrollTop = 0;
    panel.focus({ preventScroll: true });
  };
  const close = () => {
    light(current.block, false);
    panel.hidden = true;
    document.body.classList.remove("lw-beside");
    history.replaceState(null, "", location.pathname + location.search);
    if (current.mark) current.mark.focus({ preventScroll: true });
    current = null;
  };

  // ── coming back after a save ─────────────────────────────────────────────────────────────────────────────────────
  // A mark more or less moves the page, so what is kept is not how far it was scrolled but where one block stood.
  history.scrollRestoration = "manual";
  addEventListener("pagehide", () => {
    const near = marks.filter(one => isSeen(one.block)).find(one => one.block.getBoundingClientRect().bottom > bar.offsetHeight);
    const focused = document.activeElement && document.activeElement.dataset.for;
    keep({ path: location.pathname, at: near ? near.anchor : "", number: near ? marks.filter(one => one.anchor === near.anchor).indexOf(near) : 0,
      top: near ? near.block.getBoundingClientRect().top : 0, y: scrollY, panelTop: panel.scrollTop, open: current ? current.anchor : "",
      openNumber: current && current.block ? marks.filter(one => one.anchor === current.anchor).findIndex(one => one.block === current.block) : -1,
      mark: focused && !panel.contains(document.activeElement) ? focused : "" });
  });
  const again = performance.getEntriesByType("navigation")[0];
  const was = kept();
  show();
  const asked = hash().slice(1);
  const returning = was.path === location.pathname && again && again.type === "reload";
  if (asked && texts[asked]) {
    const all = marks.filter(one => one.anchor === asked);
    const found = (returning && was.open === asked && all[was.openNumber]) || (returning && was.openNumber === -1 ? null : all[0]);
    open(asked, found ? found.block : null, found ? found.mark : null, !returning);
  }
  const back = () => {
    if (!returning) return;
    const same = marks.filter(one => one.anchor === was.at), near = same[was.number] || same[0];
    if (near) scrollBy(0, near.block.getBoundingClientRect().top - was.top);
    else scrollTo(0, was.y);
  };
  if (returning) {
    scrollTo(0, was.y);
    back();
    panel.scrollTop = was.panelTop || 0;
    const focused = was.mark && marks.find(one => one.anchor === was.mark);
    if (focused) focused.mark.focus({ preventScroll: true });
    addEventListener("load", back, { once: true });
  }
})();
