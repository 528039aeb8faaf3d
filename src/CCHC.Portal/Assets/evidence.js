// Evidence: files go up in pieces that a broken line does not undo (tus), and a PDF's pages are drawn beside the sheet.
(() => {
  const Piece = 2 * 1024 * 1024; // short enough that a slow line's request ends, and that a proxy which collects bodies lets it pass
  const Largest = 200 * 1024 * 1024;
  const AtOnce = 2;
  const Delays = [0, 1000, 3000, 5000, 10000, 20000, 30000];

  const size = bytes => bytes < 1048576
    ? `${Math.ceil(bytes / 1024)} KB`
    : `${(bytes / 1048576).toFixed(1).replace('.', ',')} MB`;
  const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (_, place) => values[place]);

  const zone = document.querySelector('[data-uploads]');
  if (zone) { setUp(zone); }

  function setUp(zone) {
    const { endpoint } = zone.dataset;
    const belongs = JSON.parse(zone.dataset.metadata); // to a leaf, a submission or a request
    const place = JSON.stringify(belongs);
    const rows = zone.querySelector('[data-list-of-uploads]');
    const drop = zone.querySelector('[data-drop]');
    const waiting = [];
    let active = 0;
    let replaces = null;

    drop.hidden = false;
    const showReplace = () => document.querySelectorAll('[data-replace]').forEach(button => { button.hidden = false; });
    showReplace();

    const headers = () => ({ RequestVerificationToken: zone.querySelector('[name=__RequestVerificationToken]').value });
    const tell = text => { zone.querySelector('[data-news]').textContent = text; };

    // The list is left alone while a question in it is open; it is renewed when that is answered or closed.
    let renewal = false;
    const renew = async () => {
      const list = document.getElementById('evidence-list');
      if (list.querySelector('details.confirm[open]')) { renewal = true; return; }
      renewal = false;
      const focused = list.contains(document.activeElement) ? document.activeElement : null;
      const href = focused?.getAttribute('href');
      await htmx.ajax('GET', zone.dataset.list, { target: '#evidence-list', swap: 'outerHTML' });
      showReplace();
      if (href) { document.querySelector(`#evidence-list a[href="${CSS.escape(href)}"]`)?.focus(); }
    };
    document.addEventListener('toggle', event => { if (renewal && !event.target.open) { renew(); } }, true);

    const next = () => {
      while (active < AtOnce && waiting.length > 0) { active++; waiting.shift()(); }
    };

    function addRow(name) {
      const row = zone.querySelector('[data-row]').content.firstElementChild.cloneNode(true);
      const part = selector => row.querySelector(selector);
      part('.upload-name').textContent = name;
      part('progress').setAttribute('aria-label', fill(zone.dataset.progress, name));
      rows.append(row);
      const parts = {
        row,
        pause: part('[data-pause]'), resume: part('[data-resume]'), cancel: part('[data-cancel]'), dismiss: part('[data-dismiss]'),
        say(state, sent, total) {
          row.dataset.state = state;
          const percent = total ? Math.floor(100 * sent / total) : 0;
          part('progress').value = percent;
          part('.upload-state').textContent = total ? `${zone.dataset[state]} · ${percent} % · ${size(sent)} / ${size(total)}` : zone.dataset[state];
        },
        show(...names) {
          const focused = row.contains(document.activeElement);
          for (const name of ['pause', 'resume', 'cancel', 'dismiss']) { parts[name].hidden = !names.includes(name); }
          if (focused && document.activeElement.hidden) { parts[names[0]].focus(); }
        },
        refuse(message) {
          part('[data-refusal]').textContent = message;
          part('[data-refusal]').hidden = false;
        },
        remove() {
          if (row.contains(document.activeElement)) { zone.querySelector('[data-pick]').focus(); }
          row.remove();
        },
      };
      parts.dismiss.addEventListener('click', parts.remove);
      return parts;
    }

    function add(file, supersedes) {
      for (const left of rows.querySelectorAll(`[data-left="${CSS.escape(`${file.name}-${file.size}`)}"]`)) { left.remove(); }
      const ui = addRow(file.name);
      let sent = 0;
      let running = false;
      let stopped = false;
      const end = () => { if (running) { running = false; active--; next(); } };
      const refuse = message => {
        end();
        ui.say('refused');
        ui.refuse(message);
        ui.show('dismiss');
        tell(fill(zone.dataset.refusedNews, file.name, message));
      };
      if (file.size > Largest) { refuse(zone.dataset.tooLarge); return; }

      const metadata = { filename: file.name, ...(supersedes ? { supersedes } : belongs) };
      const upload = new tus.Upload(file, {
        endpoint,
        headers: headers(),
        metadata,
        chunkSize: Piece,
        retryDelays: Delays,
        removeFingerprintOnSuccess: true,
        fingerprint: async () => ['cchc', endpoint, place, supersedes ?? '', file.name, file.size, file.lastModified].join('|'),
        onShouldRetry(error) {
          const status = error.originalResponse?.getStatus() ?? 0;
          const again = navigator.onLine && (status === 0 || status >= 500 || [409, 423, 429].includes(status));
          if (again) { ui.say('retrying', sent, file.size); }
          return again;
        },
        onProgress(bytes) {
          sent = bytes;
          if (!stopped) { ui.say('sending', sent, file.size); }
        },
        async onError(error) {
          if (stopped) { return; }
          const response = error.originalResponse;
          const status = response?.getStatus() ?? 0;
          if (status === 0 || status >= 500 || status === 423) {
            end();
            stopped = true;
            ui.say('offline', sent, file.size);
            ui.show('resume', 'cancel');
            if (!navigator.onLine) { addEventListener('online', resume, { once: true }); }
            return;
          }
          const signedOut = status === 401 || response.getUnderlyingObject()?.responseURL?.includes('/dang-nhap');
          if (!signedOut) { await forget(); }
          refuse(signedOut ? zone.dataset.signedOut : messageOf(response));
        },
        onSuccess() {
          end();
          ui.say('done', file.size, file.size);
          ui.show('dismiss');
          tell(fill(zone.dataset.doneNews, file.name));
          renew();
        },
      });
      const forget = async () => {
        for (const known of await upload.findPreviousUploads()) { await upload.options.urlStorage.removeUpload(known.urlStorageKey); }
      };
      const start = async () => {
        running = true;
        stopped = false;
        ui.show('pause', 'cancel');
        ui.say('sending', sent, file.size);
        if (!upload.url) {
          const [known] = await upload.findPreviousUploads();
          if (known) { upload.resumeFromPreviousUpload(known); }
        }
        if (running && !stopped) { upload.start(); } else { end(); }
      };
      const queue = () => {
        ui.say('waiting', sent, file.size);
        waiting.push(start);
        next();
      };
      function resume() {
        if (!stopped) { return; }
        removeEventListener('online', resume);
        stopped = false;
        ui.show('pause', 'cancel');
        queue();
      }
      const stop = () => {
        stopped = true;
        const place = waiting.indexOf(start);
        if (place >= 0) { waiting.splice(place, 1); }
      };
      ui.pause.addEventListener('click', async () => {
        stop();
        ui.say('paused', sent, file.size);
        ui.show('resume', 'cancel');
        await upload.abort();
        end();
      });
      ui.resume.addEventListener('click', resume);
      ui.cancel.addEventListener('click', async () => {
        stop();
        ui.remove();
        try { await upload.abort(true); } catch { /* without a line the rest expires by itself in a day */ }
        await forget();
        end();
      });
      ui.show('pause', 'cancel');
      queue();
    }

    // What was on its way when the page was left: the file has to be chosen again, what has arrived has not to be sent again.
    tus.defaultOptions.urlStorage.findAllUploads().then(all => {
      for (const left of all.filter(x => x.uploadUrl?.includes(endpoint) && Object.entries(belongs).every(([name, value]) => x.metadata[name] === value))) {
        const ui = addRow(left.metadata.filename);
        ui.row.dataset.left = `${left.metadata.filename}-${left.size}`;
        ui.say('unfinished');
        ui.show('cancel');
        ui.cancel.addEventListener('click', async () => {
          ui.remove();
          await tus.defaultOptions.urlStorage.removeUpload(left.urlStorageKey);
          try { await tus.Upload.terminate(left.uploadUrl, { headers: headers() }); } catch { /* it expires by itself in a day */ }
        });
      }
    });

    const take = (files, supersedes) => { for (const file of files) { add(file, supersedes); } };
    const many = zone.querySelector('[data-files]');
    const one = zone.querySelector('[data-file]');
    zone.querySelector('[data-pick]').addEventListener('click', () => many.click());
    many.addEventListener('change', () => { take(many.files); many.value = ''; });
    one.addEventListener('change', () => { take(one.files, replaces); one.value = ''; });
    document.addEventListener('click', event => {
      const button = event.target.closest('[data-replace]');
      if (button) { replaces = button.dataset.replace; one.click(); }
    });
    const carriesFiles = event => event.dataTransfer?.types.includes('Files');
    for (const name of ['dragenter', 'dragover']) {
      document.addEventListener(name, event => {
        if (!carriesFiles(event)) { return; }
        event.preventDefault(); // a file dropped beside the zone must not take the page's place
        drop.classList.toggle('over', drop.contains(event.target));
      });
    }
    document.addEventListener('drop', event => {
      if (!carriesFiles(event)) { return; }
      event.preventDefault();
      drop.classList.remove('over');
      if (drop.contains(event.target)) { take(event.dataTransfer.files); }
    });
    addEventListener('beforeunload', event => { if (active > 0) { event.preventDefault(); } });

    function messageOf(response) {
      try {
        const problem = JSON.parse(response.getBody());
        const lines = Object.values(problem.errors ?? {}).flat();
        return [problem.detail ?? (lines.length > 0 ? '' : problem.title), ...lines].filter(Boolean).join(' ') || zone.dataset.refused;
      } catch {
        return zone.dataset.refused;
      }
    }
  }

  // The pages become pictures, drawn when they come into view; nothing in the file is carried out, and the file is never a page of this site.
  const viewer = document.querySelector('[data-viewer]');
  if (!viewer) { return; }
  const pages = viewer.querySelector('.viewer-pages');
  const state = viewer.querySelector('[data-viewer-state]');
  let opened = null;
  let origin = null;

  const close = () => {
    viewer.hidden = true;
    pages.replaceChildren();
    opened?.destroy();
    opened = null;
  };
  viewer.querySelector('[data-viewer-close]').addEventListener('click', () => {
    close();
    if (origin?.isConnected) { origin.focus(); }
  });

  async function draw(pdf, number, canvas) {
    const page = await pdf.getPage(number);
    const width = pages.clientWidth - 2;
    const scale = width / page.getViewport({ scale: 1 }).width * Math.min(devicePixelRatio, 2);
    const viewport = page.getViewport({ scale });
    canvas.width = viewport.width;
    canvas.height = viewport.height;
    await page.render({ canvas, viewport }).promise;
    canvas.dataset.drawn = 'true';
  }

  async function view(link) {
    close();
    origin = link;
    viewer.hidden = false;
    viewer.querySelector('#viewer-title').textContent = link.dataset.view;
    state.textContent = viewer.dataset.loading;
    viewer.querySelector('[data-viewer-close]').focus();
    viewer.scrollIntoView({ block: 'nearest' });
    try {
      const library = await import(viewer.dataset.library);
      library.GlobalWorkerOptions.workerSrc = viewer.dataset.worker;
      opened = library.getDocument({ url: link.href, verbosity: 0, useWasm: false, enableXfa: false });
      const pdf = await opened.promise;
      state.textContent = fill(viewer.dataset.pages, pdf.numPages);
      const first = await pdf.getPage(1);
      const shape = first.getViewport({ scale: 1 });
      const seen = new IntersectionObserver(entries => {
        for (const { isIntersecting, target } of entries) {
          if (isIntersecting) {
            seen.unobserve(target);
            draw(pdf, Number(target.dataset.number), target).catch(() => { state.textContent = viewer.dataset.failed; });
          }
        }
      }, { root: pages, rootMargin: '400px' });
      for (let number = 1; number <= pdf.numPages; number++) {
        const canvas = document.createElement('canvas');
        canvas.width = shape.width;
        canvas.height = shape.height;
        canvas.dataset.number = number;
        canvas.setAttribute('role', 'img');
        canvas.setAttribute('aria-label', fill(viewer.dataset.page, number));
        pages.append(canvas);
        seen.observe(canvas);
      }
    } catch {
      if (!viewer.hidden) { state.textContent = viewer.dataset.failed; }
    }
  }

  // Before portal.js, which follows links after saving what was typed: this one leaves the page where it is.
  document.addEventListener('click', event => {
    const link = event.target.closest?.('a[data-view]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    event.preventDefault();
    event.stopPropagation();
    view(link);
  }, true);
})();
