/* Conveniences on top of pages that are whole without them. Each appears only where it can work.
   In:    the page; its words from templates/tools.html, so that they are in the reader's language.
   Never: stores, sends or asks for anything: no cookie, no storage, no request, nothing in the address. */
(function () {
  'use strict';
  const all = (selector, inside) => Array.from((inside || document).querySelectorAll(selector));
  const one = selector => document.querySelector(selector);
  const on = (target, name, act) => target && target.addEventListener(name, act);
  const show = (element, shown) => { if (element) element.hidden = !shown; };

  /* ── Letters ── The same for search.js: text without accents, vowel signs, and forms of one letter. */
  const FORMS = { 'đ': 'd', 'ı': 'i', 'ł': 'l', 'ø': 'o', 'ð': 'd', 'œ': 'oe', 'æ': 'ae', 'ß': 'ss', 'ٱ': 'ا', 'ى': 'ي', 'ی': 'ي', 'ک': 'ك', 'ة': 'ه', '’': "'", 'ʼ': "'", '‘': "'" };
  const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
  const digit = sign => String(sign.charCodeAt(0) & 15);
  const fold = text => text.normalize('NFKD').replace(MARKS, '').toLowerCase()
    .replace(/[đıłøðœæßٱىیکة’ʼ‘]/g, sign => FORMS[sign]).replace(/[٠-٩]/g, digit).replace(/[۰-۹]/g, digit);
  window.lanternFold = fold;

  /* ── Signs inside a word ── "617-555-0142", "(617) 555 0142" and "6175550142" are one number, "I-205" is "I205", "e-mail" is "email". */
  const JOINT = /[-\u2010-\u2015.()+/]/;
  /* The places of a folded text that stay when what only parts a word is left out; a space stays, unless digits stand on both sides. */
  const tight = text => {
    const kept = [];
    for (let place = 0; place < text.length; place += 1) {
      if (JOINT.test(text[place])) continue;
      if (/\s/.test(text[place]) && /[0-9]/.test(text[kept[kept.length - 1]] || '')) {
        let next = place + 1;
        while (next < text.length && (JOINT.test(text[next]) || /\s/.test(text[next]))) next += 1;
        if (/[0-9]/.test(text[next] || '')) continue;
      }
      kept.push(place);
    }
    return kept;
  };
  const tightened = text => tight(text).map(place => text[place]).join('');
  /* What may stand for a word: of a long number also what is left without 00 or 011 and a country's one to three digits. */
  const variants = word => {
    if (!/^[0-9]{10,}$/.test(word)) return [word];
    const bare = word.replace(/^(?:00|011)(?=[0-9]{8})/, '');
    return [word, bare, ...[1, 2, 3].map(cut => bare.slice(cut)).filter(rest => rest.length > 8)];
  };
  window.lanternTight = tight;
  window.lanternVariants = variants;

  /* ── Input methods ── While a word is being composed nothing is looked up or announced; its end is one change. */
  const typed = (field, act, wait) => {
    let soon;
    const later = delay => {
      clearTimeout(soon);
      soon = setTimeout(act, delay);
    };
    on(field, 'compositionstart', () => clearTimeout(soon));
    on(field, 'compositionend', () => later(0));
    on(field, 'input', event => event.isComposing || later(wait));
  };
  window.lanternTyped = typed;

  /* ── Other languages of this page ── The same place in it: anchors are equal in every language. */
  const keepPlace = () => all('a[hreflang]').forEach(link => { if (link.hash !== location.hash) link.hash = location.hash; });
  keepPlace();
  on(window, 'hashchange', keepPlace);

  /* ── Leave ── What is on the screen goes at once; the page goes from the way back, but not from the history. */
  all('a.leave').forEach(link => on(link, 'click', event => {
    event.preventDefault();
    document.body.hidden = true;
    location.replace(link.href);
  }));

  /* ── What only pages without a script say, and what was to be checked by a day that is past ── */
  all('[data-without-script]').forEach(part => show(part, false));
  all('[data-verify-by]').forEach(note => {
    if (new Date().toISOString().slice(0, 10) <= note.dataset.verifyBy) return;
    const state = one('.state');
    if (state) state.after(note);
    show(note, true);
  });

  /* ── Words and buttons ── */
  const tools = one('[data-tools]');
  const said = name => tools.querySelector('template').content.querySelector(`[data-word=${name}]`).cloneNode(true);
  const button = (name, about, act) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.append(said(name));
    if (about) made.setAttribute('aria-label', `${made.textContent}: ${about}`);
    on(made, 'click', () => act(made));
    return made;
  };
  const fill = (holder, ...parts) => {
    holder.textContent = '';
    holder.append(...parts);
  };
  const rename = (made, name) => fill(made, said(name));

  /* The text of a page or a sentence, block by block, each with its language. */
  const BLOCKS = 'h1,h2,h3,h4,p,li,dt,dd,th,td,summary';
  const ASIDE = 'nav,.state,.sources,.numbers,.share,.filter,.found,.form,.print-one,.tools,.acts,.cite,svg,[hidden],[data-word]';
  const blocks = inside => (inside.matches(BLOCKS) ? [inside] : all(BLOCKS, inside)).filter(block => !block.closest(ASIDE)).map(block => {
    const copy = block.cloneNode(true);
    all(`${ASIDE},${BLOCKS}`, copy).forEach(part => part.remove());
    return { text: copy.textContent.replace(/\s+/g, ' ').trim(), lang: block.closest('[lang]').lang };
  }).filter(block => block.text);

  /* ── Read aloud ── Only with a voice on the device itself (others send the text away), for exactly the language. */
  const speech = window.speechSynthesis;
  const suits = (voice, tag) => {
    const name = voice.lang.replace(/_/g, '-').toLowerCase();
    if (tag === 'zh-hans') return /^(zh|cmn)-(hans|cn|sg)/.test(name);
    if (tag === 'zh-hant') return /^(zh|cmn)-(hant|tw|hk|mo)/.test(name);
    return name === tag || (!tag.includes('-') && name.split('-')[0] === tag);
  };
  const voice = tag => speech.getVoices().find(found => found.localService && suits(found, tag.toLowerCase()));
  let reading = null;
  const quiet = () => {
    speech.cancel();
    if (reading) rename(reading, 'listen');
    reading = null;
  };
  const read = (parts, made) => {
    const again = reading === made;
    quiet();
    if (again) return;
    reading = made;
    rename(made, 'stop');
    parts.forEach((part, place) => {
      const told = new SpeechSynthesisUtterance(part.text);
      told.voice = voice(part.lang);
      told.lang = told.voice.lang;
      if (place === parts.length - 1) told.onend = () => reading === made && quiet();
      speech.speak(told);
    });
  };
  const listen = (inside, holder, about) => {
    const parts = blocks(inside);
    if (holder.dataset.listens || !parts.length || !parts.every(part => voice(part.lang))) return;
    holder.dataset.listens = 'yes';
    holder.prepend(button('listen', about, made => read(parts, made)));
    show(holder, true);
  };

  /* ── Copy, share ── */
  const copier = (inside, about, more) => button('copy', about, made => {
    const text = blocks(inside).map(block => block.text).concat(more || []).join('\n');
    navigator.clipboard.writeText(text).then(() => {
      rename(made, 'copied');
      fill(one('[data-told]'), said('copied'));
      setTimeout(() => {
        rename(made, 'copy');
        fill(one('[data-told]'));
      }, 3000);
    }, () => {});
  });

  const equip = () => {
    const main = one('main');
    const after = one('.intro') || main;
    after.append(tools);
    const phrases = all('.say,[data-say]', main).map(phrase => {
      const acts = document.createElement('span');
      acts.className = 'acts';
      return { phrase, acts, about: blocks(phrase).map(block => block.text).join(' ') };
    });
    const sharing = one('.share-tools') || tools;
    const shared = sharing.dataset.address || (/^http/.test(location.protocol) ? location.href.split(/[?#]/)[0] : '');
    if (navigator.share && shared)
      sharing.append(button('share', '', () => navigator.share({ title: document.title, url: shared }).catch(() => {})));
    if (navigator.clipboard && navigator.clipboard.writeText) {
      phrases.forEach(({ phrase, acts, about }) => phrase.matches('.say') && acts.append(copier(phrase, about)));
      sharing.append(copier(main, '', sharing.dataset.address));
    }
    phrases.forEach(({ phrase, acts }) => phrase.append(acts));
    show(sharing, sharing.childElementCount > (sharing === tools));
    // Where a person reads the page, and the device can play it, no machine does.
    const recorded = all('audio').some(player => all('source', player).some(file => player.canPlayType(file.type)));
    if (!speech || !window.SpeechSynthesisUtterance) return;
    const offer = () => {
      if (!recorded) listen(main, tools);
      phrases.forEach(({ phrase, acts, about }) => listen(phrase, acts, about));
    };
    offer();
    on(speech, 'voiceschanged', offer);
    on(window, 'pagehide', quiet);
  };
  if (tools) equip();

  /* ── Find help: a shorter list, and one entry on paper ── */
  const filter = one('[data-filter]');
  if (filter) {
    const entries = all('.listing')[0].children;
    const texts = Array.from(entries, entry => fold(entry.textContent));
    const bare = texts.map(tightened);
    const by = {};
    all('[data-by]', filter).forEach(field => { by[field.dataset.by] = field; });
    const chosen = name => by[name] ? by[name].value : '';
    const sift = () => {
      const query = fold(chosen('words'));
      const words = query.split(/\s+/);
      const joined = tightened(query).split(/\s+/);
      let count = 0;
      Array.from(entries).forEach((entry, place) => {
        const named = words.every(word => texts[place].includes(word)) ||
          joined.every(word => variants(word).some(other => bare[place].includes(other)));
        const fits = named &&
          (!chosen('needs') || entry.dataset.needs.split(' ').includes(chosen('needs'))) &&
          (!chosen('languages') || entry.dataset.languages.split('|').includes(chosen('languages')));
        show(entry, fits);
        count += fits;
      });
      const told = filter.querySelector('template').content.cloneNode(true);
      const line = told.firstElementChild.firstElementChild || told.firstElementChild;
      line.textContent = line.textContent.replace('{n}', count).replace('{total}', entries.length);
      fill(one('[data-count]'), told);
    };
    typed(filter, sift, 200);
    show(filter, true);
  }
  const prints = typeof window.print === 'function';
  const together = () => all('.alone').forEach(part => part.classList.remove('alone'));
  if (prints) all('.print-one a').forEach(link => on(link, 'click', event => {
    event.preventDefault();
    together();
    [document.documentElement, link.closest('li')].forEach(part => part.classList.add('alone'));
    window.print();
  }));
  on(window, 'afterprint', together);

  /* ── Family plan ── */
  const form = one('.form');
  if (form) {
    const grow = area => {
      area.style.height = 'auto';
      area.style.height = `${area.scrollHeight + 4}px`;
    };
    // Some browsers put ticks back after a reload; HTML has no attribute against it for a tick.
    all('[type=checkbox],[type=radio]', form).forEach(tick => tick.setAttribute('autocomplete', 'off'));
    all('textarea', form).forEach(area => on(area, 'input', () => grow(area)));
    const end = one('[data-print]');
    const [printing, clearing] = all('button', end);
    on(printing, 'click', () => window.print());
    on(clearing, 'click', () => {
      if (!confirm(clearing.dataset.clear)) return;
      all('input,textarea', form).forEach(field => {
        if (field.type === 'checkbox' || field.type === 'radio') field.checked = false;
        else field.value = '';
      });
    });
    show(printing, prints);
    show(end, true);
    if (!prints) all('[data-without-script]', form).forEach(part => show(part, true));
  }
})();
