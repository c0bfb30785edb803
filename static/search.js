/* Search on the reader's own device, in any language.
   In:    the pages, from search-data.js: lanternPages([[address, title, description, text], …]); a field of search.html.
   Never: sends or stores what is typed, puts it into the address, writes HTML: results are made of text.
   Letters are compared as lantern.js folds them. Words match from their start; Arabic ones also after what is joined
   to them; Chinese, Japanese, Thai, Lao, Burmese, Khmer and Tibetan put no spaces between words, so they match anywhere and,
   where nothing fits, by pieces. A number or a word with signs inside is also compared without them. */
(function () {
  'use strict';
  const WEIGHTS = [0, 12, 5, 1];
  const HAN = /[\u3400-\u9fff\uf900-\ufaff]|[\ud840-\ud8bf][\udc00-\udfff]/;
  const FREE = '[\\u0e00-\\u109f\\u1780-\\u17ff\\u1950-\\u19ff\\u1a20-\\u1aaf\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u9fff' +
    '\\ua9e0-\\ua9ff\\uaa60-\\uaadf\\uf900-\\ufaff]|[\\ud840-\\ud8bf][\\udc00-\\udfff]';
  const SPACELESS = new RegExp(FREE);
  const TERMS = new RegExp(`(?:${FREE})+|(?:(?!${FREE})[0-9a-z\\u00aa-\\u02af\\u0370-\\u1fff\\u3040-\\uffdf])+`, 'g');
  const ARABIC = /[\u0620-\u06ff]/;
  const WORD = /[0-9a-z\u00aa-\u02af\u0370-\u1fff\u3040-\uffdf]/;
  const known = new Map();
  let pages = [];

  /** The text folded, and for each of its letters the place in the original; `tight` is the same without signs inside words. */
  function folded(text) {
    const places = [];
    let found = '';
    let place = 0;
    for (const letter of text) {
      let plain = known.get(letter);
      if (plain === undefined) known.set(letter, plain = window.lanternFold(letter));
      for (let count = 0; count < plain.length; count += 1) places.push(place + Math.min(count, letter.length - 1));
      found += plain;
      place += letter.length;
    }
    const kept = window.lanternTight(found);
    return { text: found, places, tight: kept.map(place => found[place]).join(''), kept: kept.map(place => places[place]) };
  }

  /** The words of a query; a run of signs without spaces is one. */
  function terms(query) {
    const found = query.match(TERMS) || [];
    return Array.from(new Set(found.map(term => term.replace(/^[وبفك]?ال(?=..)|^لل(?=..)/, ''))));
  }

  /** The ways to read a query: as it stands, and without the signs inside its words and numbers. */
  function readings(query) {
    const plain = window.lanternFold(query);
    const tight = window.lanternTight(plain).map(place => plain[place]).join('');
    return [plain, tight].map(terms).filter((words, place, both) => words.length && (!place || words.join() !== both[0].join()));
  }

  /** Where a term stands in a folded text, as [from, to] pairs. */
  function hits(text, term) {
    const found = [];
    const free = SPACELESS.test(term) || /^[0-9]{7,}$/.test(term) || (ARABIC.test(term) && term.length > 2);
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length))
      if (free || at === 0 || !WORD.test(text[at - 1])) found.push([at, at + term.length]);
    return found;
  }

  /** Where a term stands in a part, as [from, to] pairs of places in the original, each once and in order. */
  function spans(part, term) {
    const found = new Map(hits(part.text, term).map(([from, to]) => [part.places[from], part.places[to - 1] + 1]));
    window.lanternVariants(term).forEach(other => hits(part.tight, other).forEach(([from, to]) => {
      if (!found.has(part.kept[from])) found.set(part.kept[from], part.kept[to - 1] + 1);
    }));
    return Array.from(found).sort((a, b) => a[0] - b[0]);
  }

  /** A wider net for a term that is nowhere: pairs of Chinese signs; else the word with its end cut off; of the shortest, and of numbers to dial, none. */
  function wider(term) {
    if (HAN.test(term)) return pieces(term, 2);
    if (SPACELESS.test(term)) return cut(term) || pieces(term, 4);
    return term.length < 3 || /^[0-9]{7,}$/.test(term) ? [] : [term.slice(0, Math.max(4, Math.ceil(term.length * 0.7)))];
  }

  /** All runs of `size` signs of a term. */
  function pieces(term, size) {
    const signs = Array.from(term);
    return signs.length <= size ? [term] : signs.slice(size - 1).map((_, place) => signs.slice(place, place + size).join(''));
  }

  /** The words of a term as the browser cuts them; nothing where it cannot. */
  function cut(term) {
    if (!window.Intl || !Intl.Segmenter) return null;
    const words = Array.from(new Intl.Segmenter(undefined, { granularity: 'word' }).segment(term), part => part.segment);
    return words.filter(word => word.length > 1);
  }

  function score(page, words) {
    const counts = words.map(word => page.parts.reduce((sum, part, place) => sum + WEIGHTS[place] * Math.min(3, spans(part, word).length), 0));
    return { page, words, met: counts.filter(Boolean).length, points: counts.reduce((sum, count) => sum + count, 0) };
  }

  /** The pages for a query, best first, and whether they have all its words. */
  function find(query) {
    const ways = readings(query);
    if (!ways.length) return { whole: true, results: [] };
    const rank = list => list.sort((a, b) => b.met - a.met || b.points - a.points || a.page.place - b.page.place);
    const best = (page, choices) => rank(choices.map(words => score(page, words)))[0];
    const whole = page => rank(ways.map(words => score(page, words)).filter(found => found.met === found.words.length))[0];
    const all = pages.map(whole).filter(Boolean);
    if (all.length) return { whole: true, results: rank(all) };
    const nets = ways.map(words => Array.from(new Set([].concat(...words.map(wider)))));
    const some = rank(pages.map(page => best(page, nets)).filter(found => found.met));
    const most = some.length ? some[0].met : 0;
    return { whole: false, results: some.filter(found => found.met * 2 >= most).slice(0, 12) };
  }

  /** A text from `from` to `to` with the words marked, as nodes. */
  function marked(part, source, words, from, to) {
    const stretches = [].concat(...words.map(word => spans(part, word))).sort((a, b) => a[0] - b[0]);
    const nodes = [];
    let at = from;
    stretches.forEach(([start, end]) => {
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
    const first = Math.min(...one.words.map(word => (spans(part, word)[0] || [Infinity])[0]));
    const start = first === Infinity ? 0 : first;
    const size = SPACELESS.test(source.slice(start, start + 40)) ? 40 : 80;
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
    tell(!readings(query).length ? '' : !results.length ? 'none' : whole ? 'found' : 'near', results.length);
  };
  window.lanternTyped(field, look, 250);
  field.addEventListener('keydown', event => {
    if (event.key === 'Enter' && !event.isComposing && event.keyCode !== 229) look();  // 229: Safari, as a composition ends
  });
  box.hidden = false;
}());
