/**
 * The sandbox's own card fields: a page in a frame. Numbers that are typed here stay here; only a token leaves, over the
 * channel that the surrounding page has handed over.
 */
import '../../../ui/styles/uiStyles.ts';
import './fields.css';
import type { FieldWords } from '../provider.ts';
import { COLOR, COLOR_PROPERTY, type FromFields, type Opening, type ToFields } from './protocol.ts';
import { expiryIsGood, TEST_ACCOUNTS, TEST_CARDS, type TestNumber, tokenOf } from './testNumbers.ts';

function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

interface Field {
  box: HTMLElement;
  input: HTMLInputElement;
  /** Shows or removes the error, and returns whether the value is valid. */
  check(): boolean;
}

function field(
  name: string,
  label: string,
  wrong: string,
  isRight: (value: string) => boolean,
  more: Record<string, string>,
): Field {
  const input = element('input', { id: name, dir: 'ltr', autocomplete: 'off', spellcheck: 'false', ...more });
  const error = element('p', { class: 'field-error', id: `${name}-error` });
  const box = element('div', { class: 'field' }, element('label', { for: name }, label), input);
  const clear = () => {
    error.remove();
    box.classList.remove('field-wrong');
    input.removeAttribute('aria-invalid');
    input.removeAttribute('aria-describedby');
  };
  input.addEventListener('input', clear);
  return {
    box,
    input,
    check() {
      clear();
      if (isRight(input.value)) return true;
      error.textContent = wrong;
      box.append(error);
      box.classList.add('field-wrong');
      input.setAttribute('aria-invalid', 'true');
      input.setAttribute('aria-describedby', error.id);
      return false;
    },
  };
}

/** The numbers that can be tried, each a button that types it. */
function samples(words: FieldWords, numbers: readonly TestNumber[], take: (sample: TestNumber) => void): HTMLElement {
  const list = element('ul', { class: 'samples' });
  for (const sample of numbers) {
    const button = element('button', { type: 'button', class: 'sample' });
    button.append(element('bdi', { dir: 'ltr' }, sample.number), element('span', {}, words[sample.says]));
    button.addEventListener('click', () => take(sample));
    list.append(element('li', {}, button));
  }
  return element('details', { class: 'details' }, element('summary', {}, words.testCards), list);
}

interface Form {
  box: HTMLElement;
  token(): string | null;
}

function cardForm(words: FieldWords): Form {
  const number = field('number', words.cardNumber, words.numberWrong, (value) => tokenOf(TEST_CARDS, value) !== null, {
    inputmode: 'numeric',
    placeholder: '4242 4242 4242 4242',
    maxlength: '24',
  });
  const expiry = field('expiry', words.expiry, words.expiryWrong, (value) => expiryIsGood(value, new Date()), {
    inputmode: 'numeric',
    placeholder: '12 / 34',
    maxlength: '9',
  });
  const code = field('code', words.securityCode, words.securityCodeWrong, (value) => /^\d{3,4}$/.test(value.trim()), {
    inputmode: 'numeric',
    placeholder: '123',
    maxlength: '4',
  });
  expiry.input.addEventListener('input', () => {
    const digits = expiry.input.value.replace(/\D/g, '');
    if (/^\d{4}$/.test(digits) && !expiry.input.value.includes('/'))
      expiry.input.value = `${digits.slice(0, 2)} / ${digits.slice(2)}`;
  });
  const all = [number, expiry, code];
  const box = element(
    'div',
    { class: 'stack-tight' },
    number.box,
    element('div', { class: 'pair' }, expiry.box, code.box),
    samples(words, TEST_CARDS, (sample) => {
      number.input.value = sample.number;
      expiry.input.value ||= '12 / 34';
      code.input.value ||= '123';
      for (const one of all) one.check();
    }),
  );
  return {
    box,
    token() {
      const wrong = all.filter((one) => !one.check());
      wrong[0]?.input.focus();
      return wrong.length > 0 ? null : tokenOf(TEST_CARDS, number.input.value);
    },
  };
}

function accountForm(words: FieldWords): Form {
  const iban = field('iban', words.iban, words.ibanWrong, (value) => tokenOf(TEST_ACCOUNTS, value) !== null, {
    autocapitalize: 'characters',
    placeholder: 'DE89 3704 0044 0532 0130 00',
    maxlength: '42',
  });
  const box = element(
    'div',
    { class: 'stack-tight' },
    iban.box,
    samples(words, TEST_ACCOUNTS, ({ number }) => {
      iban.input.value = number;
      iban.check();
    }),
  );
  return {
    box,
    token() {
      if (iban.check()) return tokenOf(TEST_ACCOUNTS, iban.input.value);
      iban.input.focus();
      return null;
    },
  };
}

/** The language, colors, typeface and corners of the page around the fields. */
function adoptLook({ language, direction, scheme, font, corners, colors }: Opening): void {
  const root = document.documentElement;
  root.lang = language;
  root.dir = direction;
  if (scheme) root.dataset.scheme = scheme;
  if (font) root.dataset.font = font;
  if (corners) root.dataset.corners = corners;
  for (const [property, color] of colors)
    if (COLOR_PROPERTY.test(property) && COLOR.test(color)) root.style.setProperty(property, color);
}

function open(opening: Opening, port: MessagePort): void {
  const { words } = opening;
  const say = (message: FromFields) => port.postMessage(message);
  adoptLook(opening);

  const forms: Record<string, Form> = {};
  if (opening.kinds.includes('CARD')) forms.card = cardForm(words);
  if (opening.kinds.includes('SEPA_DEBIT')) forms.sepa = accountForm(words);
  const names = Object.keys(forms);
  let chosen = names[0] ?? '';
  const place = element('div');
  const show = (name: string) => {
    chosen = name;
    place.replaceChildren(...(forms[name] ? [forms[name].box] : []));
  };
  // Beside the main part of the page, which the frame lies in.
  const main = element('main', { class: 'stack-tight', 'aria-label': words.kind });
  if (names.length > 1) {
    const kinds = element('fieldset', { class: 'kinds' }, element('legend', { class: 'hidden' }, words.kind));
    for (const name of names) {
      const radio = element('input', { type: 'radio', name: 'kind', value: name });
      radio.checked = name === chosen;
      radio.addEventListener('change', () => show(name));
      kinds.append(element('label', {}, radio, element('span', {}, name === 'card' ? words.card : words.sepa)));
    }
    main.append(kinds);
  }
  main.append(place);
  show(chosen);
  document.body.replaceChildren(main);

  port.onmessage = ({ data }: MessageEvent<ToFields>) => {
    if (data.type !== 'submit') return;
    const token = forms[chosen]?.token() ?? null;
    say(token === null ? { type: 'wrong' } : { type: 'token', token });
  };
  addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') say({ type: 'escape' });
  });
  new ResizeObserver(() => say({ type: 'height', pixels: Math.ceil(document.body.scrollHeight) })).observe(main);
  say({ type: 'ready' });
}

addEventListener('message', ({ data, origin, source, ports: [port] }: MessageEvent<Opening>) => {
  const ours = origin === location.origin && source === parent && parent !== window;
  if (ours && port && data?.type === 'portico-sandbox-fields') open(data, port);
});
