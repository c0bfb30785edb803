/* Search on the reader's own device, in any language.
   In:    the pages, from search-data.js: lanternPages([[address, title, description, text], …]); a field of search.html.
   Never: sends or stores what is typed, puts it into the address, writes HTML: results are made of text.
   Letters are compared as lantern.js folds them. Words match from their start; Arabic ones also after what is joined
   to them; Chinese has no spaces, so it matches anywhere and, where nothing fits, by pairs of signs. */
(function () {
  'use strict';
  const WEIGHTS = [0, 12, 5, 1];
  const HAN = /[\u3400-\u9fff\uf900-\ufaff]/;
  const ARABIC = /[\u0620-\u06ff]/;
  const WORD = /[0-9a-z\u00aa-\u02af\u0370-\u1fff\u3040-\uffdf]/;
  const known = new Map();
  let pages = [];

  /** The text folded, and for each of its letters the place in the original. */
  function folded(text) {
    const places = [];
    let found = '';
    for (let place = 0; place < text.length; place += 1) {
      const letter = text[place];
      let plain = known.get(letter);
      if (plain === undefined) known.set(letter, plain = window.lanternFold(letter));
      for (let count = 0; count < plain.length; count += 1) places.push(place);
      found += plain;
    }
    return { text: found, places };
  }

  /** The words of a query; a run of Chinese signs is one. */
  function terms(query) {
    const found = window.lanternFold(query).match(/[\u3400-\u9fff\uf900-\ufaff]+|[0-9a-z\u00aa-\u02af\u0370-\u1fff\u3040-\u33ff\ua000-\uf8ff\ufb00-\uffdf]+/g) || [];
    return Array.from(new Set(found.map(term => term.replace(/^[وبفك]?ال(?=..)|^لل(?=..)/, ''))));
  }

  /** Where a term stands in a folded text, as [from, to] pairs. */
  function hits(text, term) {
    const found = [];
    const free = HAN.test(term) || (ARABIC.test(term) && term.length > 2);
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length))
      if (free || at === 0 || !WORD.test(text[at - 1])) found.push([at, at + term.length]);
    return found;
  }

  /** A wider net for a term that is nowhere: pairs of Chinese signs; else the word with its end cut off; of the shortest, none. */
  function wider(term) {
    if (HAN.test(term)) return term.length > 2 ? Array.from({ length: term.length - 1 }, (_, place) => term.substr(place, 2)) : [term];
    return term.length < 3 ? [] : [term.slice(0, Math.max(4, Math.ceil(term.length * 0.7)))];
  }

  function score(page, words) {
    const counts = words.map(word => page.parts.reduce((sum, part, place) => sum + WEIGHTS[place] * Math.min(3, hits(part.text, word).length), 0));
    return { page, words, met: counts.filter(Boolean).length, points: counts.reduce((sum, count) => sum + count, 0) };
  }

  /** The pages for a query, best first, and whether they have all its words. */
  function find(query) {
    const words = terms(query);
    if (!words.length) return { whole: true, results: [] };
    const rank = list => list.sort((a, b) => b.met - a.met || b.points - a.points || a.page.place - b.page.place);
    const all = pages.map(page => score(page, words)).filter(one => one.met === words.length);
    if (all.length) return { whole: true, results: rank(all) };
    const pieces = Array.from(new Set([].concat(...words.map(wider))));
    const some = rank(pages.map(page => score(page, pieces)).filter(one => one.met));
    const best = some.length ? some[0].met : 0;
    return { whole: false, results: some.filter(one => one.met * 2 >= best).slice(0, 12) };
  }

  /** A text from `from` to `to` with the words marked, as nodes. */
  function marked(part, source, words, from, to) {
    const spans = [].concat(...words.map(word => hits(part.text, word))).map(([start, end]) => [part.places[start], part.places[end - 1] + 1]).sort((a, b) => a[0] - b[0]);
    const nodes = [];
    let at = from;
    spans.forEach(([start, end]) => {
      while (/[\u0300-\u036f\u064b-\u065f\u0670]/.test(source[end] || '')) end += 1;
      if (start < at || end > to) return;
      const mark = document.createElement('mark');
      mark.textContent = source.slice(start, end);
      nodes.push(source.slice(at, start), mark);
      at = end;
    });
    return nodes.concat(source.slice(at, to));
  }

  /** The stretch of text around the first hit, cut between words. */
  function snippet(one) {
    const part = one.page.parts[3];
    const source = one.page.said[3];
    const first = Math.min(...one.words.map(word => (hits(part.text, word)[0] || [Infinity])[0]));
    const start = first === Infinity ? 0 : part.places[first];
    const size = HAN.test(source.slice(start, start + 40)) ? 40 : 80;
    let from = Math.max(0, start - size / 2);
    if (from) from = Math.min(start, source.indexOf(' ', from) + 1 || from);
    if (start - from > size) from = start - size / 2;
    let to = Math.min(source.length, from + size * 2.5);
    if (to < source.length) to = Math.max(source.lastIndexOf(' ', to), to - 15);
    return [from ? '… ' : '', ...marked(part, source, one.words, from, to), to < source.length ? ' …' : ''];
  }

  function element(name, ...inside) {
    const made = document.createElement(name);
    made.append(...inside);
    return made;
  }

  function row(one) {
    const title = element('a', ...marked(one.page.parts[1], one.page.said[1], one.words, 0, one.page.said[1].length));
    title.href = one.page.said[0];
    const text = element('p', ...snippet(one));
    title.dir = text.dir = 'auto';
    return element('li', element('h2', title), text);
  }

  window.lanternPages = given => {
    pages = given.map((said, place) => ({ said, place, parts: said.map(folded) }));
  };
  window.lanternFind = query => find(query).results.map(one => one.page.said[0]);

  const box = document.querySelector('[data-search]');
  if (!box) return;
  const field = box.querySelector('input');
  const status = box.querySelector('[role=status]');
  const list = document.querySelector('[data-found]');
  const tell = (name, number) => {
    status.textContent = '';
    if (!name) return;
    const line = box.querySelector('template').content.querySelector(`[data-word=${name}]`).cloneNode(true);
    const inner = line.firstElementChild || line;
    inner.textContent = inner.textContent.replace('{n}', number);
    status.append(line);
  };
  let last = '';
  const look = () => {
    const query = field.value.trim();
    if (query === last) return;
    last = query;
    const { whole, results } = query ? find(query) : { whole: true, results: [] };
    list.textContent = '';
    list.append(...results.map(row));
    list.hidden = !results.length;
    tell(!terms(query).length ? '' : !results.length ? 'none' : whole ? 'found' : 'near', results.length);
  };
  let soon;
  field.addEventListener('input', () => {
    clearTimeout(soon);
    soon = setTimeout(look, 250);
  });
  field.addEventListener('keydown', event => {
    if (event.key === 'Enter') look();
  });
  box.hidden = false;
}());
