/** The typed explanation of a line suffices to calculate its amount again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, WORLD_TAKES, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, WORLD_TAKES);
afterAll(() => world.close());

interface Line {
  kind: string;
  /** Of its invoice. */
  reason: string;
  amount: { amount: number; currency: string };
  explanationSentence: string | null;
  explanation: {
    formula: string;
    productName: string;
    at: string;
    periodStart: string;
    periodEnd: string;
    millisecondsLeft: number;
    millisecondsTotal: number;
    unitAmount: { amount: number; currency: string } | null;
    quantity: number | null;
    exact: { numerator: string; denominator: string };
    limitedTo: { amount: number } | null;
    parts: { amount: { amount: number }; value: { numerator: string; denominator: string } }[];
    replaced: { quantity: number; unitAmount: { amount: number } } | null;
  } | null;
}

const LINE = `kind amount { amount currency } explanationSentence explanation { formula productName at periodStart periodEnd
  millisecondsLeft millisecondsTotal unitAmount { amount currency } quantity basisPointsOff
  exact { numerator denominator } limitedTo { amount }
  parts { start end amount { amount } millisecondsLeft millisecondsTotal value { numerator denominator } }
  replaced { priceId quantity unitAmount { amount } net { numerator denominator } credited { amount } } }`;

/** Every line of the customer: of its invoices, and pending ones. */
async function linesOf(caller: 'merchant A' | 'customer A1'): Promise<Line[]> {
  const query = `query Asked($id: ID!) { node(id: $id) { ... on Customer {
    invoices(first: 100) { nodes { reason lines { ${LINE} } } } subscriptions { pendingLines { ${LINE} } } } } }`;
  const { data } = JSON.parse((await world.ask(caller, query, { id: world.A1.records.customer })).text);
  type Found = {
    invoices: { nodes: { reason: string; lines: Line[] }[] };
    subscriptions: { pendingLines: Line[] }[];
  };
  const { invoices, subscriptions } = data.node as Found;
  const invoiced = invoices.nodes.flatMap(({ lines, ...invoice }) => lines.map((line) => ({ ...line, ...invoice })));
  return [...invoiced, ...subscriptions.flatMap((s) => s.pendingLines)];
}

/** By the merchant, in a draft or a credit note, or by the system that the line was imported from. */
const isWritten = ({ kind, reason }: Line) => kind === 'IMPORT' || kind === 'MANUAL' || reason === 'MANUAL';

/** Rounds half away from zero. */
function rounded({ numerator, denominator }: { numerator: string; denominator: string }): bigint {
  const [n, d] = [BigInt(numerator), BigInt(denominator)];
  const size = ((n < 0n ? -n : n) * 2n + d) / (2n * d);
  return n < 0n ? -size : size;
}

test('the exact amount of every calculated line rounds to its amount, unless it is limited', async () => {
  const lines = (await linesOf('merchant A')).filter((line) => !isWritten(line));
  expect(new Set(lines.map(({ explanation }) => explanation?.formula)).size).toBeGreaterThan(2);
  for (const { amount, explanation } of lines) {
    if (!explanation) throw new Error('A calculated line has an explanation.');
    const expected = explanation.limitedTo?.amount ?? Number(rounded(explanation.exact));
    expect(amount.amount, explanation.formula).toBe(expected);
    expect(Date.parse(explanation.periodEnd) - Date.parse(explanation.periodStart)).toBe(explanation.millisecondsTotal);
    expect(Date.parse(explanation.periodEnd) - Date.parse(explanation.at)).toBe(explanation.millisecondsLeft);
    if (explanation.unitAmount) expect(explanation.unitAmount.currency).toBe(amount.currency);
  }
});

test('the exact amount of a credit for unused value is minus the sum of its parts', async () => {
  const unused = (await linesOf('merchant A')).flatMap(({ explanation }) =>
    explanation?.formula === 'UNUSED_VALUE' ? [explanation] : [],
  );
  expect(unused.length).toBeGreaterThan(0);
  for (const { exact, parts } of unused) {
    expect(parts.length).toBeGreaterThan(0);
    const value = (one: { numerator: string; denominator: string }) => Number(one.numerator) / Number(one.denominator);
    expect(-value(exact)).toBeCloseTo(
      parts.reduce((sum, part) => sum + value(part.value), 0),
      6,
    );
  }
});

test('lines that a merchant wrote or that were billed elsewhere have no explanation', async () => {
  const written = (await linesOf('merchant A')).filter(isWritten);
  expect(new Set(written.map(({ kind }) => kind)).size).toBeGreaterThan(0);
  for (const { explanation, explanationSentence } of written)
    expect([explanation, explanationSentence]).toEqual([null, null]);
});

test('a customer reads the same explanations as the merchant', async () => {
  const explained = async (caller: 'merchant A' | 'customer A1') =>
    (await linesOf(caller)).filter((line) => line.kind !== 'MANUAL').map(({ explanation }) => explanation);
  expect(await explained('customer A1')).toEqual(await explained('merchant A'));
});
