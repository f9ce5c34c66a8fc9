/** The text printed after the start outside production: addresses, and a first query that works. */
import type { DemoCompany } from '../prisma/seeds/demo.ts';
import type { Env } from './env.ts';

export function startupBanner(facts: {
  env: Env;
  demo: DemoCompany | null;
  mailbox: boolean;
  database: string;
}): string {
  const { env, demo, mailbox, database } = facts;
  const local = `http://localhost:${env.port}`;
  const lines = [
    '',
    `  Portico is ready on ${local}`,
    '',
    `  Database   ${database === 'pglite' ? `embedded, kept in ${env.dataDir}` : 'PostgreSQL'}`,
    ...(env.graphiql ? [`  GraphiQL   ${local}/graphql`] : []),
    ...(mailbox ? [`  Mail       ${local}/mailbox   (nothing leaves this machine)`] : []),
  ];
  if (demo) {
    lines.push(
      `  Portal     ${local}/portal/${demo.companyId}   (sign in as ${demo.customerEmail})`,
      `  Demo       company ${demo.companyId}`,
      `             API key ${demo.apiKey}`,
      `             customer ${demo.customerEmail}`,
      '',
      '  A first query:',
      '',
      `  curl -s ${local}/graphql -H 'content-type: application/json' \\`,
      `    -H 'authorization: Bearer ${demo.apiKey}' \\`,
      `    -d '{"query":"{ company { name } customers(first: 3) { nodes { id email name } } }"}'`,
      '',
      '  And a sign-in link for the customer, in the mailbox a second later:',
      '',
      `  curl -s ${local}/graphql -H 'content-type: application/json' \\`,
      `    -d '{"query":"mutation { requestPortalLink(input: { companyId: \\"${demo.companyId}\\", email: \\"${demo.customerEmail}\\" }) { __typename } }"}'`,
    );
  } else {
    lines.push('', '  Make a company and its first API key:  npm start -- create-company "Acme" EUR');
  }
  return `${lines.join('\n')}\n\n`;
}
