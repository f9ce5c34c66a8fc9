/**
 * A local SMTP server, so that the real client and its real connections are tested. It can reply with the refusals of
 * real relays.
 */
import { createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { TLS_CERTIFICATE, TLS_KEY } from './tls.ts';

interface SmtpMail {
  from: string;
  to: string[];
  source: string;
  encrypted: boolean;
  user: string | null;
}

/** The command that gets another reply than usual; `null` lets it wait forever. */
export type SmtpReplies = Partial<Record<'CONNECT' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'CONTENT', string | null>>;

export interface SmtpServer {
  readonly port: number;
  readonly mails: SmtpMail[];
  replies: SmtpReplies;
  close(): Promise<void>;
}

const addressIn = (line: string) => /<(.*?)>/.exec(line)?.[1] ?? '';

const PASSWORD = 'correct horse';

/** Offers STARTTLS if `tls` is set; accepts AUTH PLAIN of any user with the password `correct horse`. */
export async function startSmtp({ tls = false } = {}): Promise<SmtpServer> {
  const mails: SmtpMail[] = [];
  const sockets = new Set<Socket>();
  const state: { replies: SmtpReplies } = { replies: {} };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    if (state.replies.CONNECT !== null) socket.write(`${state.replies.CONNECT ?? '220 relay.test ESMTP'}\r\n`);
    serve(socket, false);
  });

  function serve(socket: Socket, encrypted: boolean): void {
    let waiting = '';
    let user: string | null = null;
    let mail: SmtpMail | null = null;
    let content: string | null = null;
    const say = (command: keyof SmtpReplies, usual: string): boolean => {
      const reply = state.replies[command];
      if (reply === null) return false;
      socket.write(`${reply ?? usual}\r\n`);
      return reply === undefined;
    };
    const upgrade = () => {
      socket.write('220 go ahead\r\n');
      socket.removeAllListeners('data');
      const secureContext = createSecureContext({ cert: TLS_CERTIFICATE, key: TLS_KEY });
      const secured = new TLSSocket(socket, { isServer: true, secureContext });
      secured.on('error', () => undefined);
      serve(secured, true);
    };
    const authenticate = (line: string) => {
      const [, name = '', password] = Buffer.from(line.split(' ')[2] ?? '', 'base64')
        .toString()
        .split('\0');
      if (password !== PASSWORD) socket.write('535 5.7.8 bad credentials\r\n');
      else if (say('AUTH', '235 2.7.0 ok')) user = name;
    };
    const offers = `250-relay.test\r\n${tls && !encrypted ? '250-STARTTLS\r\n' : ''}250-8BITMIME\r\n250 AUTH PLAIN\r\n`;
    const ANSWERS = {
      EHLO: () => void socket.write(offers),
      STARTTLS: upgrade,
      AUTH: authenticate,
      MAIL(line: string) {
        mail = { from: addressIn(line), to: [], source: '', encrypted, user };
        say('MAIL', '250 ok');
      },
      RCPT(line: string) {
        if (say('RCPT', '250 ok')) mail?.to.push(addressIn(line));
      },
      DATA() {
        if (say('DATA', '354 go on')) content = '';
      },
      QUIT: () => void socket.end('221 bye\r\n'),
    };
    const handle = (line: string): void => {
      if (content !== null && mail) {
        if (line !== '.') {
          content += `${line.startsWith('..') ? line.slice(1) : line}\r\n`;
          return;
        }
        mail.source = content;
        content = null;
        if (say('CONTENT', '250 2.0.0 queued')) mails.push(mail);
        return;
      }
      const [command = ''] = line.toUpperCase().split(/[ :]/);
      const answer = ANSWERS[command as keyof typeof ANSWERS];
      if (answer) answer(line);
      else socket.write('250 ok\r\n');
    };
    socket.on('data', (chunk) => {
      waiting += chunk.toString('utf8');
      for (let end = waiting.indexOf('\r\n'); end >= 0; end = waiting.indexOf('\r\n')) {
        const line = waiting.slice(0, end);
        waiting = waiting.slice(end + 2);
        handle(line);
      }
    });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    mails,
    get replies() {
      return state.replies;
    },
    set replies(next) {
      state.replies = next;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
