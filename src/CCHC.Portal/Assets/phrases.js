// A reason chosen from the list is written where one types it; without this script the service takes it when nothing was typed.
document.addEventListener('change', event => {
  const list = event.target.closest?.('select[data-phrases]');
  if (!list?.value) { return; }
  const text = list.form.elements[list.dataset.phrases];
  text.value = text.value.trim() ? `${text.value.trimEnd()}\n${list.value}` : list.value;
  list.value = '';
  text.focus();
  text.dispatchEvent(new Event('input', { bubbles: true }));
});
