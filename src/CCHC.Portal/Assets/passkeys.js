// Keys that a device keeps: asks this site for a challenge, the device for its answer, and sends that with the form. Forms carry
// data-passkey="get" or "create" and the address of the challenge in data-challenge.
(() => {
  const forms = [...document.querySelectorAll('form[data-passkey]')];
  // A passkey belongs to a name, so an address of numbers has none.
  const possible = 'PublicKeyCredential' in window && 'parseCreationOptionsFromJSON' in PublicKeyCredential && !/^[\d.]+$|:/.test(location.hostname.replace(/^\[|\]$/g, ''));
  document.querySelectorAll('[data-passkey-shown]').forEach(part => { part.hidden = !possible; });
  document.querySelectorAll('[data-passkey-missing]').forEach(part => { part.hidden = possible; });

  const say = (form, words) => {
    const alert = form.querySelector('[data-passkey-error]');
    alert.querySelector('strong').textContent = words;
    alert.hidden = false;
    alert.focus();
  };

  const ask = async form => {
    const answer = await fetch(form.dataset.challenge, { method: 'POST', body: new FormData(form), headers: { Accept: 'application/json' } });
    const body = await answer.json().catch(() => null);
    if (!answer.ok || !body?.challenge) { throw new Error(body?.message ?? form.dataset.failed); }
    const credential = form.dataset.passkey === 'create'
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(body.options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(body.options) });
    form.elements.challenge.value = body.challenge;
    form.elements.credential.value = JSON.stringify(credential.toJSON());
  };

  // On the sign-in page the one submit button is that of the password.
  document.querySelectorAll('[data-passkey-go]').forEach(button => button.addEventListener('click', () => button.form.requestSubmit()));

  forms.forEach(form => form.addEventListener('submit', async event => {
    event.preventDefault();
    const button = form.querySelector('button');
    button.disabled = true;
    form.querySelector('[data-passkey-error]').hidden = true;
    try {
      await ask(form);
      form.querySelectorAll('input[type=password]').forEach(field => { field.disabled = true; }); // it has done its work
      form.submit();
    } catch (error) {
      button.disabled = false;
      // What the device says is in English and for programmers.
      say(form, error instanceof DOMException ? (error.name === 'SecurityError' ? form.dataset.elsewhere : error.name === 'InvalidStateError' ? form.dataset.known : form.dataset.cancelled) : error.message);
    }
  }));
})();
