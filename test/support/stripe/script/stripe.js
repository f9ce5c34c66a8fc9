/**
 * A stand-in for Stripe's script in the browser: the parts of docs.stripe.com/js that the page uses. Card numbers are typed
 * into a frame of this origin, and the page gets none of them; the bank's dialog is a frame above the page.
 */
(() => {
  const folder = new URL('.', document.currentScript.src).href;
  const { origin } = new URL(folder);
  const api = origin === 'https://js.stripe.com' ? 'https://api.stripe.com' : origin;

  async function ask(path, body) {
    const response = await fetch(`${api}/standin/${path}`, { method: 'POST', body: JSON.stringify(body) });
    return await response.json();
  }
  const call = (secret, method, path, parameters) => ask('call', { secret, method, path, parameters });
  const idOf = (secret) => secret.split('_secret')[0];

  /** The bank's dialog, above everything on the page. Resolves with the customer's choice. */
  function askBank() {
    const overlay = document.createElement('div');
    const frame = document.createElement('iframe');
    frame.src = `${folder}bank.html`;
    frame.title = 'Your bank';
    for (const element of [overlay, frame])
      Object.assign(element.style, { position: 'fixed', inset: '0', width: '100%', height: '100%', border: '0' });
    overlay.style.zIndex = '2147483647';
    overlay.append(frame);
    document.body.append(overlay);
    return new Promise((resolve) => {
      addEventListener('message', function heard({ source, data }) {
        if (source !== frame.contentWindow || typeof data?.confirmed !== 'boolean') return;
        removeEventListener('message', heard);
        overlay.remove();
        resolve(data.confirmed);
      });
    });
  }

  function createElement(options, setup) {
    const frame = document.createElement('iframe');
    const heard = {};
    const tell = (name, event) => {
      for (const handler of heard[name] ?? []) handler(event);
    };
    let answer;
    addEventListener('message', ({ source, data }) => {
      if (source !== frame.contentWindow) return;
      if (data.type === 'ready') tell('ready', { elementType: 'payment' });
      else if (data.type === 'escape') tell('escape', { elementType: 'payment' });
      else if (data.type === 'height') frame.style.height = `${data.pixels}px`;
      else answer?.(data);
    });
    return {
      on(name, handler) {
        heard[name] = [...(heard[name] ?? []), handler];
        return this;
      },
      async mount(place) {
        const { body } = await setup();
        if (body.error) return tell('loaderror', { elementType: 'payment', error: body.error });
        frame.src = `${folder}fields.html`;
        frame.title = 'Secure payment input frame';
        Object.assign(frame.style, { width: '100%', border: '0', height: '300px', colorScheme: 'normal' });
        frame.addEventListener('load', () => {
          const types = body.payment_method_types;
          frame.contentWindow.postMessage({ type: 'open', types, ...options }, origin);
        });
        place.replaceChildren(frame);
      },
      destroy: () => frame.remove(),
      /** What the customer has entered: a test method, or an error. */
      collect: () =>
        new Promise((resolve) => {
          answer = resolve;
          frame.contentWindow.postMessage({ type: 'collect' }, origin);
        }),
    };
  }

  async function confirmSetup({ elements, confirmParams }) {
    const { secret } = elements;
    const entered = await elements.element.collect();
    if (entered.error) return entered;
    const path = `/v1/setup_intents/${idOf(secret)}`;
    const { body } = await call(secret, 'POST', `${path}/confirm`, {
      client_secret: secret,
      payment_method: entered.method,
      return_url: confirmParams.return_url,
    });
    if (body.error) return { error: body.error };
    if (body.next_action?.redirect_to_url) {
      location.assign(`${origin}${new URL(body.next_action.redirect_to_url.url).pathname}`);
      return new Promise(() => {});
    }
    if (body.status !== 'requires_action') return { setupIntent: body };
    const { body: after } = await ask('bank', { secret, confirmed: await askBank() });
    return after.error ? { error: after.error } : { setupIntent: after };
  }

  async function handleNextAction({ clientSecret: secret }) {
    const { body } = await call(secret, 'GET', `/v1/payment_intents/${idOf(secret)}`, { client_secret: secret });
    if (body.status !== 'requires_action') throw new Error('handleNextAction: no action is required.');
    const { body: after } = await ask('bank', { secret, confirmed: await askBank() });
    return after.error ? { error: after.error } : { paymentIntent: after };
  }

  globalThis.Stripe = (publishableKey, { locale }) => {
    if (!/^pk_(test|live)_/.test(publishableKey)) throw new Error('Not a publishable key.');
    return {
      elements({ clientSecret: secret, appearance }) {
        const setup = () => call(secret, 'GET', `/v1/setup_intents/${idOf(secret)}`, { client_secret: secret });
        const elements = {
          secret,
          create(type, { business, defaultValues }) {
            if (type !== 'payment') throw new Error('Only the Payment Element is known here.');
            elements.element = createElement({ appearance, locale, business, defaultValues }, setup);
            return elements.element;
          },
          async submit() {
            const { error } = await elements.element.collect();
            return error ? { error } : {};
          },
        };
        return elements;
      },
      confirmSetup,
      handleNextAction,
    };
  };
})();
