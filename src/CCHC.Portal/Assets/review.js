// A list of forms to decide on: all at once, up and down between them, and how many are chosen.
(() => {
  const form = document.querySelector('form[data-review]');
  if (!form) { return; }
  const boxes = [...form.querySelectorAll('input[name="form"]')];
  const all = form.querySelector('[data-review-all]');
  const every = all.querySelector('input');
  const legend = form.querySelector('legend');
  const words = legend.textContent;
  const count = () => {
    const chosen = boxes.filter(box => box.checked).length;
    legend.textContent = chosen > 0 ? legend.dataset.of.replace('{0}', chosen) : words;
    every.checked = chosen === boxes.length;
    every.indeterminate = chosen > 0 && chosen < boxes.length;
  };
  all.hidden = false;
  every.addEventListener('change', () => { boxes.forEach(box => { box.checked = every.checked; }); count(); });
  form.addEventListener('change', count);
  form.addEventListener('keydown', event => {
    const at = boxes.indexOf(event.target);
    if (at < 0) { return; }
    if (event.key === 'Enter') {
      event.preventDefault(); // decides nothing by mistake: opens the answers
      const details = event.target.closest('.review-item').querySelector('details');
      details.open = !details.open;
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      boxes[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
    }
  });
  count();
})();
