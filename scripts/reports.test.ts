import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { countPlaywright, countVitest } from './lib/reports.mjs';

const folder = mkdtempSync(join(tmpdir(), 'strongroom-reports-'));
const file = join(folder, 'report.json');
const write = (report: unknown) => writeFileSync(file, JSON.stringify(report));
afterEach(() => rmSync(file, { force: true }));

const vitestFile = (status: string, ...tests: string[]) => ({
  status,
  name: 'a.test.ts',
  assertionResults: tests.map((result) => ({ status: result, fullName: `it is ${result}` })),
});
const playwright = (...statuses: string[]) => ({
  errors: [],
  suites: [
    {
      suites: [
        { specs: statuses.map((status) => ({ file: 'a.spec.ts', title: status, tests: [{ status }] })) },
      ],
    },
  ],
});

describe('the count of a vitest run', () => {
  it('has each test that passed, failed and was skipped', () => {
    write({
      testResults: [vitestFile('failed', 'passed', 'failed', 'pending'), vitestFile('passed', 'passed')],
    });
    expect(countVitest(file, 1)).toEqual({ passed: 2, failed: 1, skipped: ['it is pending'] });
  });

  it('has a failure for a file that cannot be loaded', () => {
    write({ testResults: [vitestFile('failed'), vitestFile('passed', 'passed')] });
    expect(countVitest(file, 1)).toMatchObject({ passed: 1, failed: 1 });
  });

  it('has a failure for an error outside of any test', () => {
    write({ testResults: [vitestFile('passed', 'passed')] });
    expect(countVitest(file, 1)).toMatchObject({ passed: 1, failed: 1 });
  });

  it('has a failure when no test ran, and when the runner crashed before its report', () => {
    write({ testResults: [] });
    expect(countVitest(file, 0)).toMatchObject({ passed: 0, failed: 1 });
    rmSync(file);
    expect(countVitest(file, 0)).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe('the count of a Playwright run', () => {
  it('has each test; one that passed only at another try is a failure', () => {
    write(playwright('expected', 'unexpected', 'flaky', 'skipped'));
    expect(countPlaywright(file, 1)).toEqual({ passed: 1, failed: 2, skipped: ['a.spec.ts: skipped'] });
  });

  it('has a failure when the set-up failed, and when no test ran', () => {
    write({ ...playwright('expected'), errors: [{ message: 'the server did not start' }] });
    expect(countPlaywright(file, 0)).toMatchObject({ passed: 1, failed: 1 });
    write(playwright());
    expect(countPlaywright(file, 0)).toMatchObject({ passed: 0, failed: 1 });
  });
});
