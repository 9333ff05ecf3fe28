import type { Reporter, TestModule } from 'vitest/node';

const SHOWN = 10;

/** Prints the slowest tests of a run: what takes longer to check than it is worth is found there. */
export default class Slowest implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()].filter((test) => test.diagnostic()));
    const timed = tests.map((test) => ({ test, seconds: (test.diagnostic()?.duration ?? 0) / 1000 }));
    const slowest = timed.sort((one, other) => other.seconds - one.seconds).slice(0, SHOWN);
    console.log(`\nThe ${slowest.length} slowest of ${tests.length} tests:`);
    for (const { test, seconds } of slowest)
      console.log(`${seconds.toFixed(1).padStart(7)} s  ${test.project.name} ${test.module.relativeModuleId}: ${test.fullName}`);
  }
}
