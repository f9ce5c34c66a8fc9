/**
 * POST /mail-events/postmark: Postmark's webhooks about mail that bounced, or was reported as spam, after it had been accepted.
 * The operator sets the password in Postmark's settings; every refusal has one response.
 */
import { z } from 'zod';
import type { Db } from '../db/client.ts';
import type { Queue } from '../jobs/queue.ts';
import type { Clock } from '../kernel/clock.ts';
import { equalSecrets } from '../kernel/secrets.ts';
import { companyTime } from '../modules/company/time.ts';
import { markBounced } from '../modules/customer/markBounced.ts';
import { boundedJson } from './body.ts';
import { json, refuseMethod } from './headers.ts';

export interface MailEventParts {
  db: Db;
  queue: Queue;
  clock: Clock;
  /** The password of HTTP basic authentication. */
  secret: string;
}

/** The parts of Postmark's records that are read; `Inactive` is true if Postmark sends nothing there any longer. */
const record = z.object({
  RecordType: z.string(),
  Email: z.string().max(320),
  Inactive: z.boolean().optional(),
  Tag: z
    .string()
    .regex(/^[a-z-]{1,40}$/)
    .optional()
    .catch(undefined),
  Metadata: z.object({ company: z.string().max(40), customer: z.string().max(40) }),
});

const isFinal = ({ RecordType, Inactive }: z.output<typeof record>): boolean =>
  RecordType === 'SpamComplaint' || (RecordType === 'Bounce' && Inactive === true);

function isAuthorized(request: Request, secret: string): boolean {
  const [, encoded = ''] = /^Basic ([A-Za-z0-9+/=]{1,400})$/.exec(request.headers.get('authorization') ?? '') ?? [];
  const given = Buffer.from(encoded, 'base64').toString('utf8');
  return equalSecrets(given.slice(given.indexOf(':') + 1), secret) && given.includes(':');
}

export async function serveMailEvents(
  { db, queue, clock, secret }: MailEventParts,
  request: Request,
): Promise<Response> {
  const refused = refuseMethod(request, ['POST']);
  if (refused) return refused;
  if (!isAuthorized(request, secret)) return json(401, { error: 'This webhook is not accepted.' });
  const bounded = await boundedJson(request);
  if (bounded instanceof Response) return bounded;
  const given = record.safeParse(await bounded.json().catch(() => null));
  // Records of other mail and of other types are acknowledged, so that Postmark does not repeat them.
  if (given.success && isFinal(given.data)) {
    const { Email, Tag = 'unknown', Metadata } = given.data;
    const { company: companyId, customer: id } = Metadata;
    const known = await db.prisma.customer.count({ where: { id, companyId } });
    const now = await companyTime({ db, clock }, companyId);
    if (known === 1) await markBounced({ db, queue, now }, { id, companyId }, Email, Tag);
  }
  return new Response(null, { status: 204 });
}
