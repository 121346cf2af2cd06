import { readFileSync } from 'node:fs';

/**
 * @typedef {{ passed: number, failed: number, skipped: string[] }} Counts
 */

/**
 * Counts a vitest JSON report. A file that could not be loaded counts as one failure, and so does a run that failed
 * for a reason that no test shows (an error outside of any test, no test found, a crash before the report).
 * @param {string} file @param {number} code the runner's exit code
 * @returns {Counts}
 */
export function countVitest(file, code) {
  const counts = { passed: 0, failed: 0, skipped: [] };
  for (const { status, name, assertionResults } of readReport(file)?.testResults ?? []) {
    for (const test of assertionResults) {
      if (test.status === 'passed') counts.passed += 1;
      else if (test.status === 'failed') counts.failed += 1;
      else counts.skipped.push(test.fullName.trim());
    }
    if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed')) {
      console.log(`Could not be run: ${name}`);
      counts.failed += 1;
    }
  }
  return settle(counts, code);
}

/**
 * Counts a Playwright JSON report; a test that passed only when it was tried again is a failure.
 * @param {string} file @param {number} code @returns {Counts}
 */
export function countPlaywright(file, code) {
  const counts = { passed: 0, failed: 0, skipped: [] };
  const report = readReport(file);
  const visit = (suite) => {
    for (const spec of suite.specs ?? []) {
      for (const { status } of spec.tests) {
        if (status === 'expected') counts.passed += 1;
        else if (status === 'skipped') counts.skipped.push(`${spec.file}: ${spec.title}`);
        else counts.failed += 1;
      }
    }
    for (const inner of suite.suites ?? []) visit(inner);
  };
  for (const suite of report?.suites ?? []) visit(suite);
  return settle(counts, code || (report?.errors?.length ? 1 : 0));
}

/** A runner that ran nothing, or that complains although each test passed, has failed. */
function settle(counts, code) {
  const ranNothing = counts.passed + counts.failed === 0;
  if (counts.failed === 0 && (code !== 0 || ranNothing)) counts.failed = 1;
  return counts;
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
