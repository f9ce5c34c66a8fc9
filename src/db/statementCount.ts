const CONTROL = /^\s*(begin|start|commit|end|rollback|savepoint|release|set)\b/i;

/** What reached the database so far. Tests use it to promise "this page costs two statements". */
export class StatementCount {
  /** All statements, transaction control included. A script of several statements sent at once counts as one. */
  count = 0;
  /** Of these, how many only begin, end or configure a transaction. */
  control = 0;
  /** Set it to `[]` to have the texts kept. */
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

/** Stands in when nobody asked for counting: a test that compares a number never counted must not be green. */
export function notCounted(): never {
  throw new Error('Statements are only counted when the database is opened with countStatements: true.');
}
