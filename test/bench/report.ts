/** The benchmark's numbers as a table for the README. */
export interface Measured {
  perSecond: number;
  floor: number;
  ratio: number;
  /** Milliseconds of the server process' processor time per request. */
  cpu: number;
  floorCpu: number;
  statements: number;
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[sorted.length % 2 ? middle : middle - 1], sorted[middle]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

export function asTable(
  results: (Measured & { name: string; note: string })[],
  { customers, invoices, rounds }: { customers: number; invoices: number; rounds: number },
): string {
  const rows = results.map(
    ({ name, perSecond, floor, ratio, cpu, floorCpu, statements }) =>
      `| ${name} | ${Math.round(perSecond)} | ${Math.round(floor)} | **${ratio.toFixed(2)}** | ${cpu.toFixed(2)} ms | ${floorCpu.toFixed(2)} ms | ${statements} |`,
  );
  return [
    '| operation | requests/s | floor, requests/s | ratio | CPU per request | floor, CPU | statements |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    '',
    `Node ${process.versions.node}, PostgreSQL, ${customers} customers with ${invoices} invoices each; medians of ${rounds} rounds, side by side.`,
    'The floor is `node:http` with `pg` and one prepared, hand-written statement that returns the whole answer.',
    ...results.map(({ name, note }) => `- ${name}: ${note}.`),
    '',
  ].join('\n');
}
