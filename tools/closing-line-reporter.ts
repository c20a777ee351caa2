import type { Reporter, SerializedError, TestModule, TestRunEndReason } from "vitest/node";

/** Prints why each test was skipped, then closes the run with one plain line that scripts can read:
 * `N passed, N failed, N skipped`. What broke outside any test (an import, a hook, an unhandled rejection)
 * counts as failed, so that the line never looks better than the run. */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    let skipped = 0;
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === "passed") passed += 1;
        else if (result.state === "skipped") {
          skipped += 1;
          // Tests that `-t` filtered out are skipped without a note; everything else goes through `context.skip("reason")`.
          if (result.note) process.stdout.write(`skipped: ${test.fullName}: ${result.note}\n`);
        } else failed += 1;
      }
      for (const group of [module, ...module.children.allSuites()]) {
        if (group.errors().length > 0) failed += 1;
      }
    }
    if (reason !== "passed" && failed === 0) failed = 1;
    process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  }
}
