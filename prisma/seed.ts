/**
 * `npm run seed` lists the scenarios; `npm run seed -- past-due` creates the company of one, in the database that the
 * server uses. The embedded database serves one process, so stop the server first.
 */
import { join } from 'node:path';
import { pino } from 'pino';
import { createApp } from '../src/app.ts';
import { migrate } from '../src/db/migrate.ts';
import { openDb } from '../src/db/open.ts';
import { type Env, EnvError, readEnv } from '../src/env.ts';
import { after, DAY, ManualClock, systemClock } from '../src/kernel/clock.ts';
import { createKeys } from '../src/kernel/keys.ts';
import { mailbox as openMailbox } from '../src/mail/mailbox.ts';
import { companyTime } from '../src/modules/company/time.ts';
import { sandboxProviders } from '../src/modules/payment/providerOf.ts';
import { createSandbox } from '../src/modules/payment/providers/sandbox/sandbox.ts';
import { SCENARIOS, type Scenario } from './seeds/scenarios.ts';
import { seedCompany } from './seeds/seedCompany.ts';

function listScenarios(): string {
  const width = Math.max(...Object.keys(SCENARIOS).map((name) => name.length));
  const lines = Object.entries(SCENARIOS).map(([name, { description }]) => `  ${name.padEnd(width)}  ${description}`);
  return `npm run seed -- SCENARIO creates a company whose customer …\n\n${lines.join('\n')}\n`;
}

async function seed(env: Env, name: string, scenario: Scenario): Promise<string> {
  const db = await openDb(
    env.databaseUrl
      ? { url: env.databaseUrl, poolSize: env.databasePoolSize }
      : { dataDir: join(env.dataDir, 'pgdata') },
  );
  try {
    await migrate(db);
    const clock = new ManualClock(after(systemClock.now(), -scenario.days * DAY));
    const mailbox = openMailbox({ folder: join(env.dataDir, 'mailbox'), clock });
    const sandbox = createSandbox(env.secret, {
      journal: join(env.dataDir, 'sandbox.jsonl'),
      timeOf: (companyId) => companyTime({ db, clock }, companyId),
    });
    const providerOf = sandboxProviders({ db, sandbox, testCompaniesOnly: false });
    const keys = createKeys(env.secret, env.previousSecret);
    const { publicUrl } = env;
    const app = await createApp({
      ...{ db, clock, providerOf, sandbox, keys, publicUrl, mailer: mailbox },
      log: pino({ level: 'error' }, process.stderr),
    });
    const company = await seedCompany({ db, app, providerOf, keys, clock }, `Seed ${name}`);
    const subscriptionId = await scenario.run(company);
    await app.tick();
    await app.close();
    return [
      `Company       ${company.companyId}`,
      `API key       ${company.apiKey}   (shown this once)`,
      `Customer      ${company.customerEmail}   ${company.customerId}`,
      `Subscription  ${subscriptionId}`,
      `Portal        ${publicUrl}/portal/${company.companyId}   (npm start, then sign in as ${company.customerEmail})`,
      '',
    ].join('\n');
  } finally {
    await db.close();
  }
}

try {
  const [name] = process.argv.slice(2);
  const scenario = name !== undefined && Object.hasOwn(SCENARIOS, name) ? SCENARIOS[name] : undefined;
  if (name === undefined) process.stdout.write(listScenarios());
  else if (!scenario) throw new EnvError(`There is no such scenario.\n\n${listScenarios()}`);
  else {
    const env = readEnv();
    if (env.production) throw new EnvError('Scenarios are for development: NODE_ENV is production.');
    process.stdout.write(await seed(env, name, scenario));
  }
  // The schema engine of a first migration leaves a timer behind that would delay the exit.
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof EnvError ? error.message : (error as Error).stack}\n`);
  process.exit(1);
}
