/** A client of `subscription { events }`: GraphQL over server-sent events, read from a real connection. */
export interface Sse {
  status: number;
  headers: Headers;
  /** The `data` of each received message. */
  // biome-ignore lint/suspicious/noExplicitAny: tests know the shape of the responses.
  readonly messages: any[];
  /** The number of comments, which serve as keep-alive. */
  readonly heartbeats: number;
  /** The body of a response that is not a stream. */
  readonly text: string;
  /** Set when the stream has ended: `complete` by the event of the protocol, `broken` otherwise. */
  readonly ended: 'complete' | 'broken' | undefined;
  /** Waits for `count` messages; rejects on a timeout. */
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  until(count: number, milliseconds?: number): Promise<any[]>;
  untilEnded(milliseconds?: number): Promise<'complete' | 'broken'>;
  hangUp(): Promise<void>;
}

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export async function openSse(
  url: string,
  credential: string | undefined,
  query: string,
  headers: Record<string, string> = {},
): Promise<Sse> {
  const hangUp = new AbortController();
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      ...(credential ? { authorization: `Bearer ${credential}` } : {}),
      ...headers,
    },
    body: JSON.stringify({ query }),
    signal: hangUp.signal,
  });
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  const messages: any[] = [];
  let heartbeats = 0;
  let text = '';
  let ended: Sse['ended'];
  const read = async () => {
    const decoder = new TextDecoder();
    let rest = '';
    let completed = false;
    try {
      for await (const chunk of response.body ?? []) {
        text += decoder.decode(chunk, { stream: true });
        rest = text.slice(text.lastIndexOf('\n\n') + 2);
        const blocks = text.slice(0, text.length - rest.length).split('\n\n');
        messages.length = 0;
        heartbeats = 0;
        for (const block of blocks) {
          if (block === ':') heartbeats++;
          if (block.includes('event: complete')) completed = true;
          const data = /^event: next\ndata: (.*)$/s.exec(block)?.[1];
          if (data) messages.push(JSON.parse(data));
        }
      }
    } catch {
      // The connection was closed by either side.
    }
    ended = completed ? 'complete' : 'broken';
  };
  const reading = read();
  const until = async (fulfilled: () => boolean, milliseconds: number, what: () => string) => {
    for (let left = milliseconds; !fulfilled(); left -= 20) {
      if (left <= 0) throw new Error(what());
      await wait(20);
    }
  };
  return {
    status: response.status,
    headers: response.headers,
    messages,
    get heartbeats() {
      return heartbeats;
    },
    get text() {
      return text;
    },
    get ended() {
      return ended;
    },
    async until(count, milliseconds = 8000) {
      await until(
        () => messages.length >= count,
        milliseconds,
        () => `${messages.length} of ${count} messages came: ${text.slice(-300)}`,
      );
      return messages;
    },
    async untilEnded(milliseconds = 8000) {
      await until(
        () => ended !== undefined,
        milliseconds,
        () => 'The stream goes on.',
      );
      return ended as 'complete' | 'broken';
    },
    async hangUp() {
      hangUp.abort();
      await reading;
    },
  };
}
