const CONTROL = /^\s*(begin|start|commit|end|rollback|savepoint|release|set)\b/i;

/** Counts the statements that reached the database. Tests use it to assert the cost of an operation. */
export class StatementCount {
  /** All statements, transaction control included. A script of several statements sent at once counts as one. */
  count = 0;
  /** The number of these that only begin, end or configure a transaction. */
  control = 0;
  /** Set to `[]` to record the texts of the statements. */
  log: string[] | undefined;

  add(text: string): void {
    this.count += 1;
    if (CONTROL.test(text)) this.control += 1;
    this.log?.push(text);
  }

  reset(): void {
    this.count = 0;
    this.control = 0;
    if (this.log) this.log = [];
  }
}

/** Used when counting is off, so that a test cannot compare a number that was never counted. */
export function notCounted(): never {
  throw new Error('Statements are only counted when the database is opened with countStatements: true.');
}
