// The tree of a criteria set: keys, sums while typing, and what the server says has changed. How rows are numbered only the server knows.
(() => {
  const editor = document.getElementById('set-editor');
  const body = document.getElementById('tree-rows');
  if (!editor || !body) { return; }
  const actions = document.getElementById('tree-actions');
  const message = document.getElementById('tree-message');
  const total = document.getElementById('tree-total');
  const dialog = document.getElementById('delete-dialog');
  const url = `/bo-tieu-chi/${editor.dataset.set}`;
  const editable = Boolean(actions);
  let revision = editor.dataset.revision;
  let queue = Promise.resolve();

  const rowOf = id => id ? document.getElementById(`n-${id}`) : null;
  const levelOf = row => Number(row.getAttribute('aria-level'));
  const selected = () => body.querySelector('[aria-selected="true"]');
  const parentOf = row => rowOf(row.dataset.parent);
  const say = text => { message.textContent = text; };

  // A row and everything below it: the rows that follow with a deeper level.
  const branch = row => {
    const rows = [row];
    for (let next = row.nextElementSibling; next && levelOf(next) > levelOf(row); next = next.nextElementSibling) { rows.push(next); }
    return rows;
  };
  const step = (row, way) => {
    let next = row[way];
    while (next && next.hidden) { next = next[way]; }
    return next;
  };
  const quieten = root => root.querySelectorAll('.ct-name a').forEach(link => { link.tabIndex = -1; });

  // Points are whole thousandths, so that sums are exact. As on the server: both marks are read, 1.234 is refused, for nobody can tell what it means.
  const parse = text => {
    const typed = text.trim().replace(/[\s\u00a0]/g, '');
    if (/^[1-9]\d{0,2}\.\d{3}$/.test(typed)) { return null; }
    const match = /^(\d{1,5})(?:[.,](\d{1,3}))?$/.exec(typed);
    return match ? Number(match[1]) * 1000 + Number((match[2] || '').padEnd(3, '0')) : null;
  };
  const format = milli => {
    const digits = String(Math.abs(milli)).padStart(4, '0');
    const decimals = digits.slice(-3).replace(/0$/, '');
    return (milli < 0 ? '-' : '') + digits.slice(0, -3).replace(/\B(?=(\d{3})+$)/g, '.') + ',' + decimals;
  };
  const addTo = (row, delta) => {
    const milli = Number(row.dataset.milli) + delta;
    row.dataset.milli = milli;
    row.querySelector('.ct-points').textContent = format(milli);
  };
  const sumUp = input => {
    const row = rowOf(document.getElementById('nut').dataset.node);
    const milli = parse(input.value);
    input.toggleAttribute('data-unread', milli === null);
    if (!row || milli === null || milli === Number(row.dataset.milli)) { return; }
    const delta = milli - Number(row.dataset.milli);
    addTo(row, delta);
    if (row.dataset.kind !== 'ordinary') { return; } // bonus and penalty stand outside the 100
    for (let parent = parentOf(row); parent; parent = parentOf(parent)) { addTo(parent, delta); }
    const all = [...body.querySelectorAll('[data-kind="ordinary"]')].reduce((sum, leaf) => sum + Number(leaf.dataset.milli), 0);
    total.textContent = format(all);
  };

  const syncRevision = () => {
    editor.dataset.revision = revision;
    editor.querySelectorAll('input[name="version"]').forEach(field => { field.value = revision; });
  };
  const refold = row => {
    const rows = branch(row).slice(1);
    let closedAt = row.getAttribute('aria-expanded') === 'false' ? levelOf(row) : Infinity;
    for (const below of rows) {
      if (levelOf(below) <= closedAt && levelOf(below) > levelOf(row)) { closedAt = row.getAttribute('aria-expanded') === 'false' ? levelOf(row) : Infinity; }
      below.hidden = levelOf(below) > closedAt;
      if (!below.hidden && below.getAttribute('aria-expanded') === 'false') { closedAt = levelOf(below); }
    }
  };
  const fold = (row, open) => {
    row.setAttribute('aria-expanded', String(open));
    refold(row);
  };

  const mark = (row, focus) => {
    const before = selected();
    if (before && before !== row) {
      before.setAttribute('aria-selected', 'false');
      before.tabIndex = -1;
    }
    row.setAttribute('aria-selected', 'true');
    row.tabIndex = 0;
    if (actions) {
      actions.elements.node.value = row.dataset.id;
      actions.elements.parent.value = row.dataset.parent || '';
    }
    for (let parent = parentOf(row); parent; parent = parentOf(parent)) { if (parent.getAttribute('aria-expanded') === 'false') { fold(parent, true); } }
    history.replaceState(null, '', `${url}?nut=${row.dataset.id}`);
    if (focus) {
      row.focus({ preventScroll: true });
      row.scrollIntoView({ block: 'nearest' });
    }
  };

  const showPanel = panel => {
    document.getElementById('nut').replaceWith(panel);
    htmx.process(panel);
    syncRevision();
  };
  let loading = null;
  const loadPanel = async row => {
    loading?.abort();
    const request = loading = new AbortController();
    try {
      const answer = await fetch(`${url}/nut/${row.dataset.id}`, { headers: { 'HX-Request': 'true' }, signal: request.signal });
      const part = document.createElement('template');
      part.innerHTML = await answer.text();
      const panel = part.content.getElementById('nut');
      if (!answer.ok || !panel) { say(editor.dataset.failed); return; }
      if (selected() === row && loading === request) { showPanel(panel); }
    } catch (error) {
      if (error.name !== 'AbortError') { say(editor.dataset.failed); }
    }
  };

  // What was typed goes out before anything else happens; false when it could not be saved.
  const flush = () => {
    const form = document.getElementById('node-form');
    const state = form?.querySelector('[data-save-state]');
    if (!state || ![state.dataset.unsaved, state.dataset.saving].includes(state.textContent)) { return Promise.resolve(true); }
    return new Promise(done => {
      const finished = () => {
        const now = form.querySelector('[data-save-state]');
        if (now && [now.dataset.unsaved, now.dataset.saving].includes(now.textContent)) { return; }
        form.removeEventListener('htmx:finally:request', later);
        done(!form.querySelector('[role="alert"]') && now?.textContent !== now?.dataset.failed);
      };
      const later = () => setTimeout(finished);
      form.addEventListener('htmx:finally:request', later);
      if (state.textContent === state.dataset.unsaved) { form.requestSubmit(); }
    });
  };
  // A held arrow key passes rows without asking for their panels; a single press asks at once.
  let wanted = null;
  let lastSelect = 0;
  const select = (row, focus = true) => {
    if (!row || row === selected()) {
      if (row && focus) { row.focus(); }
      return;
    }
    const before = selected();
    mark(row, focus);
    clearTimeout(wanted);
    const passing = performance.now() - lastSelect < 150;
    lastSelect = performance.now();
    wanted = setTimeout(() => {
      queue = queue.then(flush).then(saved => {
        if (saved) { return loadPanel(selected()); }
        say(editor.dataset.invalid);
        const unsaved = rowOf(document.getElementById('nut').dataset.node) || before;
        if (unsaved) { mark(unsaved, false); }
        document.querySelector('#nut [role="alert"]')?.focus();
      });
    }, passing ? 60 : 0);
  };

  // Carries out what an answer says: rows gone, a branch moved, rows replaced or new; nothing else on the page is touched.
  const apply = change => {
    for (const id of change.dataset.removed.split(' ')) { rowOf(id)?.remove(); }
    const moved = rowOf(change.dataset.moved);
    if (moved) {
      const rows = branch(moved);
      const after = rowOf(change.dataset.after);
      if (after && !rows.includes(after)) { after.after(...rows); } else if (!after) { body.prepend(...rows); }
    }
    for (const number of change.dataset.numbers.split(' ').filter(Boolean)) {
      const [id, code] = number.split('=');
      const cell = rowOf(id)?.querySelector('.ct-code');
      if (cell) { cell.lastChild.data = decodeURIComponent(code); }
    }
    for (const row of [...change.children]) {
      quieten(row);
      const old = rowOf(row.dataset.id);
      if (old) {
        row.setAttribute('aria-selected', old.getAttribute('aria-selected'));
        row.tabIndex = old.tabIndex;
        row.hidden = old.hidden;
        if (row.hasAttribute('aria-expanded') && old.hasAttribute('aria-expanded')) { row.setAttribute('aria-expanded', old.getAttribute('aria-expanded')); }
        const focused = old === document.activeElement;
        old.replaceWith(row);
        if (focused) { row.focus({ preventScroll: true }); }
      } else {
        const after = rowOf(row.dataset.after);
        if (after) { after.after(row); } else { body.prepend(row); }
        const parent = parentOf(row);
        if (parent && !parent.hasAttribute('aria-expanded')) { parent.setAttribute('aria-expanded', 'true'); }
      }
    }
    revision = change.dataset.revision;
    total.textContent = change.dataset.total;
    document.querySelector('.tree-empty')?.toggleAttribute('hidden', body.children.length > 0);
    const current = document.querySelector('#nut [data-sum-of]');
    if (current) { current.textContent = rowOf(current.dataset.sumOf)?.querySelector('.ct-points').textContent ?? ''; }
    change.remove();
    syncRevision();
    return change;
  };

  const act = (deed, form = actions) => {
    clearTimeout(wanted);
    queue = queue.then(flush).then(async saved => {
      if (!saved) { say(editor.dataset.invalid); document.querySelector('#nut [role="alert"]')?.focus(); return; }
      const data = new FormData(form);
      if (deed) { data.set('viec', deed); }
      data.set('version', revision);
      for (const name of ['isFramework', 'framework']) { data.set(name, actions.elements[name].value); }
      let part;
      try {
        const answer = await fetch(actions.action, { method: 'POST', body: new URLSearchParams(data), headers: { 'HX-Request': 'true' } });
        part = document.createElement('template');
        part.innerHTML = await answer.text();
      } catch {
        say(editor.dataset.failed);
        return;
      }
      const change = part.content.querySelector('.tree-change');
      if (!change) {
        message.replaceChildren(...(part.content.querySelector('.tree-problem, [role="alert"]') ? [part.content] : [editor.dataset.failed]));
        return;
      }
      say('');
      const report = part.content.getElementById('set-report');
      const panel = part.content.getElementById('nut');
      apply(change);
      if (report) { document.getElementById('set-report').replaceWith(report); }
      const row = rowOf(change.dataset.selected) ?? body.firstElementChild;
      if (!row) { document.getElementById('nut').replaceChildren(); return; }
      mark(row, true);
      if (panel) { showPanel(panel); } else { await loadPanel(row); }
      if (change.dataset.focus === 'name') { document.getElementById('m-name')?.select(); }
    });
    return queue;
  };
  const remove = () => {
    const row = selected();
    if (!row) { return; }
    const below = branch(row).length - 1;
    document.getElementById('delete-text').textContent = editor.dataset.confirm
      .replace('{0}', row.querySelector('.ct-code').textContent.trim()).replace('{1}', row.querySelector('.ct-name').textContent.trim()).replace('{2}', below);
    dialog.returnValue = '';
    dialog.showModal();
  };
  dialog?.addEventListener('close', () => {
    if (dialog.returnValue === 'yes') { act('xoa'); } else { selected()?.focus(); }
  });

  const arrows = { ArrowUp: 'len', ArrowDown: 'xuong', ArrowLeft: 'ra', ArrowRight: 'vao' };
  const onTree = (event, row) => {
    switch (event.key) {
      case 'ArrowDown': select(step(row, 'nextElementSibling')); break;
      case 'ArrowUp': select(step(row, 'previousElementSibling')); break;
      case 'Home': select(body.firstElementChild); break;
      case 'End': select(body.lastElementChild.hidden ? step(body.lastElementChild, 'previousElementSibling') : body.lastElementChild); break;
      case 'ArrowRight':
        if (row.getAttribute('aria-expanded') === 'false') { fold(row, true); } else if (row.hasAttribute('aria-expanded')) { select(branch(row)[1]); }
        break;
      case 'ArrowLeft':
        if (row.getAttribute('aria-expanded') === 'true' && branch(row).length > 1) { fold(row, false); } else { select(parentOf(row)); }
        break;
      case 'Enter':
      case 'F2': queue = queue.then(() => (document.getElementById('m-name') ?? document.getElementById('nut')).focus()); break;
      case 'Delete': if (editable) { remove(); } break;
      default: return false;
    }
    return true;
  };
  // While a part of the page is replaced nothing has the focus for a moment: a key pressed then is meant for the editor all the same.
  document.addEventListener('keydown', event => {
    const lost = event.target === document.body && !dialog?.open;
    if (!lost && !editor.contains(event.target)) { return; }
    const row = event.target.closest('.ct-row');
    let done = false;
    if (event.altKey && !event.ctrlKey && !event.metaKey) {
      if (editable && event.code === 'KeyN') { act(event.shiftKey ? 'them-con' : 'them'); done = true; }
      else if (editable && row && arrows[event.key]) { act(arrows[event.key]); done = true; }
    } else if (editable && event.key === 'Insert') { act('them'); done = true; }
    else if (event.key === 'Escape' && (lost || event.target.closest('#nut'))) { selected()?.focus(); done = true; }
    else if (row && !event.ctrlKey && !event.metaKey) { done = onTree(event, row); }
    if (done) { event.preventDefault(); }
  });
  body.addEventListener('click', event => {
    const row = event.target.closest('.ct-row');
    if (!row || event.ctrlKey || event.metaKey) { return; }
    event.preventDefault();
    event.stopPropagation();
    if (event.target.closest('.ct-twist') && row.hasAttribute('aria-expanded')) { fold(row, row.getAttribute('aria-expanded') === 'false'); return; }
    select(row);
  });
  editor.addEventListener('submit', event => {
    const form = event.target.closest('.tree-form');
    if (!form) { return; }
    event.preventDefault();
    const deed = event.submitter?.value;
    if (deed === 'xoa') { remove(); } else { act(form === actions ? deed : null, form); }
  });
  editor.addEventListener('input', event => {
    if (event.target.id === 'm-max') { sumUp(event.target); }
    if (event.target.closest('#rule-fields') || event.target.id === 'm-max') {
      document.getElementById('calc-form')?.dispatchEvent(new Event('input'));
    }
  });
  // A field is saved as soon as it is left; a choice waits a moment, for arrow keys pass the ones between.
  let saving = null;
  editor.addEventListener('change', event => {
    const form = event.target.closest('#node-form');
    if (!form) { return; }
    clearTimeout(saving);
    saving = setTimeout(() => { if (form.isConnected) { form.dispatchEvent(new Event('autosave')); } }, event.target.matches('select') ? 300 : 10);
  });
  editor.addEventListener('submit', event => { if (event.target.id === 'node-form') { clearTimeout(saving); } }, true);

  // Every line of an error names its field: #err-m-max that of #m-max.
  const linkErrors = form => {
    for (const field of form.querySelectorAll('[aria-invalid]')) {
      field.removeAttribute('aria-invalid');
      if (field.getAttribute('aria-describedby') === `err-${field.id}`) { field.removeAttribute('aria-describedby'); }
    }
    for (const line of form.querySelectorAll('[id^="err-"]')) {
      const field = document.getElementById(line.id.slice(4));
      field?.setAttribute('aria-invalid', 'true');
      if (field && !field.hasAttribute('aria-describedby')) { field.setAttribute('aria-describedby', line.id); }
    }
  };
  // A button that sent the form may be gone with the answer; the keyboard goes on where a person would.
  const afterPress = { form: null, value: '' };
  let stood = null;
  editor.addEventListener('focusin', event => { stood = event.target; });
  editor.addEventListener('submit', event => {
    if (event.submitter && event.target.closest('#nut')) { [afterPress.form, afterPress.value] = [event.target.id, event.submitter.name === 'op' ? event.submitter.value : event.submitter.name]; }
  }, true);
  const goOn = body => {
    const { form, value } = afterPress;
    // The answer to the save before is not yet the answer to the button.
    const sent = body?.get?.('op') ?? (body?.has?.('ruleConfirmed') ? 'ruleConfirmed' : '');
    if (form !== null && sent !== (value === 'overwrite' ? '' : value)) { return; }
    afterPress.form = null;
    const panel = document.getElementById('nut');
    const wrong = form && (panel.querySelector(`#${form} [aria-invalid="true"]`) ?? panel.querySelector(`#${form} [role="alert"], #examples [role="alert"]`));
    if (wrong) { wrong.focus(); return; }
    const lost = document.activeElement === document.body && stood && !stood.isConnected;
    if (form === null && !lost) { return; }
    const names = panel.querySelectorAll('[name="rule.name"]');
    const removed = value.startsWith('remove:') ? Number(value.slice(7)) : -1;
    if (value === 'add') { names[names.length - 1]?.focus(); }
    else if (form === 'node-form' && removed >= 0) { (names[Math.min(removed, names.length - 1)] ?? document.getElementById('m-rule')).focus(); }
    else if (value === 'ruleConfirmed') { document.getElementById('m-rule').focus(); }
    else if (value.endsWith('example') || value.startsWith('remove:') || value === 'save') { document.getElementById('examples-title')?.focus(); }
    else if (lost) { (document.getElementById('m-rule') ?? document.getElementById('m-name'))?.focus(); }
  };
  document.addEventListener('htmx:finally:request', event => {
    const change = editor.querySelector('#nut .tree-change');
    if (change) { apply(change); }
    const form = event.target.closest?.('#nut form') ?? document.getElementById('node-form');
    if (form) { linkErrors(form); }
    if (editor.contains(event.target) || event.target === document || event.target === document.body) { goOn(event.detail?.ctx?.request?.body); }
  });
  document.addEventListener('click', event => {
    const link = event.target.closest('#set-report a[data-node]');
    const row = link && rowOf(link.dataset.node);
    if (row && !event.ctrlKey && !event.metaKey) { event.preventDefault(); event.stopPropagation(); select(row); }
  }, true);
  quieten(body);
})();
