/** Prints the skipped tests of a run at its end, with the reasons. */
import type { Reporter, TestCase, TestModule, TestSuite, Vitest } from 'vitest/node';

export default class SkippedReporter implements Reporter {
  private vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')]);
    const counts = new Map<string, number>();
    for (const test of skipped) {
      const reason = reasonOf(test) ?? (this.isChosenByName() ? undefined : 'Skipped in the file.');
      if (reason) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
    if (counts.size === 0) return;
    this.vitest?.logger.log('\nSkipped tests:');
    for (const [reason, count] of [...counts].sort(([, a], [, b]) => b - a))
      this.vitest?.logger.log(`  ${String(count).padStart(4)}  ${reason}`);
  }

  /** With `-t name` all other tests count as skipped. */
  private isChosenByName(): boolean {
    return this.vitest?.projects.some(({ config }) => config.testNamePattern !== undefined) ?? false;
  }
}

function reasonOf(test: TestCase): string | undefined {
  let task: TestCase | TestSuite = test;
  for (;;) {
    const { skippedBecause } = task.meta();
    if (skippedBecause !== undefined) return skippedBecause;
    if (task.parent.type === 'module') return undefined;
    task = task.parent;
  }
}
