// The self-assessment sheet: keys in its tree, and what is typed outlives a broken line, a closed page and an ended session.
(() => {
  const form = document.getElementById('leaf-form');
  const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (_, place) => values[place]);

  // Kept on every key, dropped when the server has it. The version that was read goes along: a colleague's change is met, not run over.
  const account = document.querySelector('form[data-account]')?.dataset.account ?? '';
  const prefix = `cchc.draft:${account}:`;
  const keyOf = leaf => prefix + leaf;
  const read = key => {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  };
  const drop = key => {
    try { localStorage.removeItem(key); } catch { /* without storage there is nothing to drop */ }
  };
  const aside = ['__RequestVerificationToken', 'version', 'base', 'theirVersion'];
  const typed = () => Object.fromEntries([...new FormData(form)].filter(([name]) => !aside.includes(name) && !/^(pick|merged)\./.test(name)));
  const keep = () => {
    const draft = { fields: typed(), version: form.elements.version.value, base: form.elements.base.value, at: new Date().toISOString() };
    try { localStorage.setItem(keyOf(form.dataset.draft), JSON.stringify(draft)); } catch { /* the page still holds it */ }
  };
  const show = draft => {
    for (const field of form.querySelectorAll('#leaf-inputs [name]')) {
      const value = draft.fields[field.name];
      if (field.type === 'radio' || field.type === 'checkbox') { field.checked = value === field.value; } else { field.value = value ?? ''; }
    }
  };
  const timeOf = text => {
    const at = new Date(text);
    const two = number => String(number).padStart(2, '0');
    const clock = `${two(at.getHours())}:${two(at.getMinutes())}`;
    return at.toDateString() === new Date().toDateString() ? clock : `${two(at.getDate())}/${two(at.getMonth() + 1)}/${at.getFullYear()} ${clock}`;
  };
  const same = (a, b) => [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .every(name => (a[name] ?? '').trim().replace(/\r\n/g, '\n') === (b[name] ?? '').trim().replace(/\r\n/g, '\n'));

  const notice = document.getElementById('draft-notice');
  const tell = (...content) => {
    const line = document.createElement('p');
    line.append(...content);
    notice.querySelector('div').append(line);
    notice.hidden = false;
    return line;
  };

  // A sheet that has been closed for changes shows what could not be sent, to be copied or thrown away.
  const showLocked = (key, draft) => {
    tell(fill(notice.dataset.locked, timeOf(draft.at)));
    for (const [name, value] of Object.entries(draft.fields)) {
      const field = [...form.querySelectorAll('#leaf-inputs [name]')].find(x => x.name === name && (x.type !== 'radio' || x.value === value));
      const label = (field?.closest('fieldset')?.querySelector('legend') ?? field?.labels?.[0])?.textContent.trim() ?? name;
      if (value) { tell(`${label}: ${field?.type === 'radio' ? field.labels[0].textContent.trim() : value}`).className = 'prose'; }
    }
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn';
    button.textContent = notice.dataset.discard;
    button.addEventListener('click', () => { drop(key); notice.hidden = true; });
    notice.querySelector('div').append(button);
  };
  const restore = () => {
    const key = keyOf(form.dataset.draft);
    const draft = read(key);
    if (!draft) { return; }
    if (same(draft.fields, JSON.parse(form.elements.base.value || '{}')) || same(draft.fields, typed())) { drop(key); return; }
    if (form.dataset.readonly) { showLocked(key, draft); return; }
    show(draft);
    form.elements.version.value = draft.version;
    form.elements.base.value = draft.base;
    tell(fill(notice.dataset.restored, timeOf(draft.at)));
    form.dispatchEvent(new Event('input', { bubbles: true })); // not kept anew: the time of typing stays
    form.requestSubmit();
  };
  const mention = () => {
    let keys = [];
    try { keys = Object.keys(localStorage).filter(key => key.startsWith(`${prefix}${notice.dataset.sheet}:`) && key !== (form && keyOf(form.dataset.draft))); } catch { return; }
    for (const key of keys.sort()) {
      const draft = read(key);
      if (!draft) { continue; }
      const leaf = key.slice(prefix.length + notice.dataset.sheet.length + 1);
      const link = document.createElement('a');
      link.href = `/phieu/${notice.dataset.sheet}?tieuChi=${encodeURIComponent(leaf)}#tieu-chi`;
      link.textContent = notice.dataset.open;
      tell(fill(notice.dataset.unsent, leaf, timeOf(draft.at)), ' ', link);
    }
  };

  // In a choice between two versions nothing is sent before its buttons say so; a text that is edited is the one that is meant.
  document.addEventListener('change', event => { if (event.target.closest('.conflict')) { event.stopPropagation(); } }, true);
  document.addEventListener('input', event => {
    if (!event.target.closest('.conflict')) { return; }
    event.stopPropagation();
    const radio = document.getElementById(event.target.dataset.picks);
    if (radio) { radio.checked = true; }
  }, true);

  if (form) {
    if (!form.dataset.readonly) {
      form.addEventListener('input', event => { if (event.target !== form) { keep(); } });
      form.addEventListener('autosave:done', event => {
        const { saved, answered, choice } = event.detail;
        if (saved) { drop(keyOf(form.dataset.draft)); } else if (answered) { keep(); }
        if (choice) { (document.getElementById('conflict-title') ?? firstField())?.focus(); }
      });
    }
    setTimeout(restore); // after htmx, which answers for the form, has been set up
  }
  mention();

  const firstField = () => {
    const fields = [...document.querySelectorAll('#leaf-inputs :is(input, textarea):not(:disabled)')];
    const first = fields[0];
    return first?.type === 'radio' ? fields.find(field => field.name === first.name && field.checked) ?? first : first;
  };
  // Opened by next, previous or the tree. On a phone the keyboard on the screen would hide what the leaf is about.
  if (location.hash === '#tieu-chi' && !document.querySelector('main [role="alert"]')) {
    const land = () => {
      if (document.activeElement !== document.body) { return; }
      const target = matchMedia('(pointer: coarse)').matches ? null : firstField();
      (target ?? document.getElementById('leaf-name'))?.focus({ preventScroll: true });
    };
    land();
    addEventListener('load', () => setTimeout(land)); // the browser itself goes to the fragment, and lets go of what had the keyboard
  }

  // The same keys in every browser; access keys, which serve without scripts, would need Shift in one and answer a second time in others.
  const shortcuts = {};
  document.querySelectorAll('#tieu-chi [accesskey]').forEach(element => {
    const key = element.accessKey.toUpperCase();
    shortcuts[`Key${key}`] = element;
    element.removeAttribute('accesskey');
    element.setAttribute('aria-keyshortcuts', `Alt+${key}`);
  });
  document.addEventListener('keydown', event => {
    const target = event.altKey && !event.ctrlKey && !event.metaKey ? shortcuts[event.code] : null;
    if (!target) { return; }
    event.preventDefault();
    target.click();
  });

  // The tree is one stop of the Tab key.
  const tree = () => document.querySelector('[data-sheet-tree]');
  const items = () => [...tree().querySelectorAll('summary, a')].filter(item => item.matches('summary') || !item.closest('details:not([open])'));
  const settle = stop => {
    const all = items();
    tree().querySelectorAll('summary, a').forEach(item => { item.tabIndex = -1; });
    const chosen = all.includes(stop) ? stop : all.find(item => item.getAttribute('aria-current')) ?? all[0];
    if (chosen) { chosen.tabIndex = 0; }
  };
  const go = item => {
    if (!item) { return; }
    settle(item);
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: 'nearest' });
  };
  document.addEventListener('keydown', event => {
    const item = event.target.closest?.('[data-sheet-tree] :is(summary, a)');
    if (!item || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    const all = items();
    const place = all.indexOf(item);
    const fold = item.matches('summary') ? item.parentElement : null;
    switch (event.key) {
      case 'ArrowDown': go(all[place + 1]); break;
      case 'ArrowUp': go(all[place - 1]); break;
      case 'Home': go(all[0]); break;
      case 'End': go(all[all.length - 1]); break;
      case 'ArrowRight': if (fold && !fold.open) { fold.open = true; } else if (fold) { go(items()[place + 1]); } break;
      case 'ArrowLeft': if (fold?.open) { fold.open = false; } else if (!fold) { go(item.closest('details')?.querySelector('summary')); } break;
      default: return;
    }
    event.preventDefault();
  });
  document.addEventListener('focusin', event => {
    const item = event.target.closest?.('[data-sheet-tree] :is(summary, a)');
    if (item) { settle(item); }
  });
  if (tree()) {
    settle();
    const current = tree().querySelector('[aria-current]');
    if (current && tree().scrollHeight > tree().clientHeight) { tree().scrollTop = current.offsetTop - tree().clientHeight / 2; }
  }

  // A save renews parts of the page: the keyboard, what is folded and how far the tree was scrolled stay.
  let before = null;
  document.addEventListener('htmx:before:swap', () => {
    const stood = document.activeElement;
    before = {
      id: stood?.closest?.('#sheet-tree, #leaf-result') ? stood.id : '', value: stood?.matches?.('textarea') ? stood.value : null, from: stood?.selectionStart, to: stood?.selectionEnd,
      top: tree()?.scrollTop, open: new Map([...document.querySelectorAll('#sheet-tree details, #leaf-result .how')].map(x => [x.querySelector('summary').id || x.className, x.open])),
    };
  });
  document.addEventListener('htmx:after:swap', () => {
    if (!before || !tree()) { return; }
    document.querySelectorAll('#sheet-tree details, #leaf-result .how').forEach(x => { x.open = before.open.get(x.querySelector('summary').id || x.className) ?? x.open; });
    tree().scrollTop = before.top;
    const now = before.id ? document.getElementById(before.id) : null;
    settle(now);
    if (now && now !== document.activeElement) {
      if (before.value !== null) { now.value = before.value; }
      now.focus({ preventScroll: true });
      if (before.value !== null) { now.setSelectionRange(before.from, before.to); }
    }
  });
})();
