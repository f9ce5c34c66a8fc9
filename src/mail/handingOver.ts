import { type Mailer, MailUnavailable, type OutgoingMail } from './mailer.ts';

interface HandingOver {
  kind: Mailer['kind'];
  deliver(mail: OutgoingMail): Promise<void>;
  /** Runs once no mail is being sent any more. */
  end?(): void;
}

/** A mailer that refuses mails once it is closed, and whose closing waits for those that are being sent. */
export function handingOver({ kind, deliver, end }: HandingOver): Mailer {
  const underWay = new Set<Promise<void>>();
  let closed = false;
  return {
    kind,
    async send(mail) {
      if (closed) throw new MailUnavailable('closed');
      const delivery = deliver(mail);
      underWay.add(delivery);
      try {
        await delivery;
      } finally {
        underWay.delete(delivery);
      }
    },
    async close() {
      closed = true;
      await Promise.allSettled(underWay);
      end?.();
    },
  };
}
