/** The sandbox's fields in their frame, as the page sees them: it gets a token and nothing else. */
import { boot } from '../../boot.ts';
import type { FieldOptions, MountedFields, ProviderAdapter, Submission } from '../provider.ts';
import { COLOR, COLOR_PROPERTY, type FromFields, type Opening, type ToFields } from './protocol.ts';

const ADDRESS = '/portal/sandbox-fields.html';
const READY_WITHIN_MS = 15_000;
const TALLEST = 1200;

function companyColors(): Opening['colors'] {
  const { style } = document.documentElement;
  return [...style]
    .map((property): [string, string] => [property, style.getPropertyValue(property).trim()])
    .filter(([property, color]) => COLOR_PROPERTY.test(property) && COLOR.test(color));
}

function mount(place: HTMLElement, options: FieldOptions): Promise<MountedFields> {
  const frame = document.createElement('iframe');
  frame.src = `${ADDRESS}?company=${boot.companyId}`;
  frame.title = options.title;
  frame.className = 'provider-frame';
  const { port1: port, port2 } = new MessageChannel();
  const say = (message: ToFields) => port.postMessage(message);
  let answer: ((submission: Submission | null) => void) | undefined;

  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The fields do not answer.')), READY_WITHIN_MS);
    port.onmessage = ({ data }: MessageEvent<FromFields>) => {
      if (data.type === 'height') frame.style.height = `${Math.min(TALLEST, Math.max(0, Number(data.pixels)))}px`;
      else if (data.type === 'token') answer?.({ token: data.token });
      else if (data.type === 'wrong') answer?.(null);
      else if (data.type === 'escape') options.escape();
      else if (data.type === 'ready') {
        clearTimeout(timer);
        resolve({
          single: false,
          submit: () =>
            new Promise((done) => {
              answer = done;
              say({ type: 'submit' });
            }),
          remove() {
            port.close();
            frame.remove();
          },
        });
      }
    };
    frame.addEventListener(
      'load',
      () => {
        const opening: Opening = {
          type: 'portico-sandbox-fields',
          kinds: options.kinds,
          words: options.words,
          language: options.language,
          direction: options.direction,
          scheme: document.documentElement.dataset.scheme ?? null,
          font: document.documentElement.dataset.font ?? null,
          corners: document.documentElement.dataset.corners ?? null,
          colors: companyColors(),
        };
        // To our own origin and no other, whatever has been loaded into the frame.
        frame.contentWindow?.postMessage(opening, location.origin, [port2]);
      },
      { once: true },
    );
    place.replaceChildren(frame);
  });
}

export const sandbox: ProviderAdapter = { mount };
