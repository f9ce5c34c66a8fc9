/** The settings with which GraphiQL opens, the page for developers outside production. */

/** The first query of the README. */
const FIRST_QUERY = `# Run it: ▶ or Ctrl-Enter
{
  company {
    name
  }
  customers(first: 3) {
    nodes {
      id
      email
      name
    }
  }
}
`;

/** Without a key, the header has a place for one. */
export const graphiqlOptions = (apiKey: string | null) => ({
  title: 'Portico',
  shouldPersistHeaders: true,
  defaultQuery: FIRST_QUERY,
  headers: JSON.stringify({ authorization: `Bearer ${apiKey ?? 'sk_…'}` }, null, 2),
});
