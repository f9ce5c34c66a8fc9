/** The Payment Element of the stand-in: numbers stay in this frame, and only the name of a test method leaves it. */
const CARDS = {
  4242424242424242: 'pm_card_visa',
  4000002500003155: 'pm_card_authenticationRequiredOnSetup',
  4000002760003184: 'pm_card_authenticationRequired',
  4000000000000002: 'pm_card_visa_chargeDeclined',
  4000000000009995: 'pm_card_visa_chargeDeclinedInsufficientFunds',
};
const ACCOUNTS = { AT611904300234573201: 'pm_sepa_success' };
const NAMES = { card: 'Card', sepa_debit: 'SEPA Direct Debit', paypal: 'PayPal' };

const field = (id) => document.getElementById(id);
const bare = (id) => field(id).value.replaceAll(/[\s-]/g, '').toUpperCase();
const say = (message) => parent.postMessage(message, '*');
let chosen = 'card';

function show(type) {
  chosen = type;
  for (const part of document.querySelectorAll('[data-type]')) part.hidden = part.dataset.type !== type;
}

/** The name of the method, or what is wrong. */
function entered() {
  if (chosen === 'paypal') return { method: 'pm_paypal' };
  if (chosen === 'sepa_debit') {
    if (field('name').value === '' || field('email').value === '')
      return { wrong: 'Your name and email are required.' };
    const method = ACCOUNTS[bare('iban')];
    return method ? { method } : { wrong: 'The IBAN you entered is invalid.' };
  }
  if (!/^\d\d\/?\d\d$/.test(bare('expiry')) || !/^\d{3}$/.test(bare('code')))
    return { wrong: 'Your card’s date or code is incomplete.' };
  const method = CARDS[bare('number')];
  return method ? { method } : { wrong: 'Your card number is invalid.' };
}

function open({ types, appearance, business, defaultValues, locale }) {
  document.documentElement.lang = locale;
  for (const [name, value] of Object.entries(appearance.variables))
    document.documentElement.style.setProperty(`--${name}`, value);
  for (const type of types.filter((one) => NAMES[one])) {
    const label = document.createElement('label');
    const radio = Object.assign(document.createElement('input'), { type: 'radio', name: 'type', value: type });
    radio.checked = type === types[0];
    radio.addEventListener('change', () => show(type));
    label.append(radio, NAMES[type]);
    field('types').append(label);
  }
  show(types[0]);
  field('name').value = defaultValues.billingDetails.name ?? '';
  field('email').value = defaultValues.billingDetails.email ?? '';
  field('mandate').textContent =
    `By providing your payment information, you authorize ${business.name} and Stripe to send instructions to your bank to debit your account.`;
  new ResizeObserver(() => say({ type: 'height', pixels: document.body.scrollHeight + 8 })).observe(document.body);
  say({ type: 'ready' });
}

addEventListener('message', ({ data, source }) => {
  if (source !== parent) return;
  if (data.type === 'open') return open(data);
  const { method, wrong } = entered();
  field('wrong').hidden = !wrong;
  field('wrong').textContent = wrong ?? '';
  say(wrong ? { error: { type: 'validation_error', code: 'incomplete', message: wrong } } : { method });
});
addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') say({ type: 'escape' });
});
