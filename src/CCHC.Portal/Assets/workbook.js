// The button says how many changes are ticked.
const form = document.getElementById('changes');
const button = form?.querySelector('[data-count]');
if (button) {
  const say = () => { button.textContent = button.dataset.count.replace('{0}', form.querySelectorAll('[name=apply]:checked').length); };
  form.addEventListener('change', say);
  say();
}
