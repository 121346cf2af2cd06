// `npm test`: all that is known to be true of Strongroom, on a fresh clone too. Its last line counts every test.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from './lib/browser.mjs';
import { ensureBuild } from './lib/build.mjs';
import { REPORTS, resultLine, runChecks, runStep, vitest } from './lib/checks.mjs';
import { alone } from './lib/lock.mjs';
import { requireNode } from './lib/node-version.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { countPlaywright } from './lib/reports.mjs';
import { ROOT, runBin, stopOnSignals } from './lib/run.mjs';

const DONE = { code: 0, output: '' };

requireNode();
stopOnSignals();
summarize(await runAll());

/** A stage that others stand on ends the run when it fails; of the checks, all are run. */
async function runAll() {
  const results = [];
  const stage = async (name, work) => {
    const result = await runStep(name, work);
    report(result);
    results.push(result);
    return result.failed === 0;
  };
  if (!(await stage('packages', () => alone(() => ensurePackages({ dev: true })).then(() => DONE))))
    return results;
  results.push(...(await runChecks(report)));
  await stage('tests that kill and share processes (vitest)', () => vitest('processes'));
  if (!(await stage('build', () => alone(ensureBuild).then(() => DONE)))) return results;
  let browser = '';
  const hasBrowser = await stage('browser', async () => {
    browser = await ensureBrowser();
    return { code: 0, output: browser };
  });
  if (hasBrowser) await stage('end to end (playwright)', () => endToEnd(browser));
  return results;
}

async function endToEnd(browser) {
  if (!hasSpecs()) return { code: 1, output: 'There is no test in e2e.' };
  mkdirSync(REPORTS, { recursive: true });
  const file = join(REPORTS, `playwright-${process.pid}.json`);
  try {
    const env = { PLAYWRIGHT_CHROMIUM_EXECUTABLE: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
    const { code } = await runBin('@playwright/test', ['test'], { live: true, env }, 'playwright');
    // Printed already, as it came: this stage takes minutes.
    return { code, output: '', counts: countPlaywright(file, code) };
  } finally {
    rmSync(file, { force: true });
  }
}

function hasSpecs() {
  const folder = join(ROOT, 'e2e');
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('.spec.ts'))
  );
}

function report(result) {
  console.log(`\n== ${resultLine(result)}`);
  if (result.output.trim()) console.log(result.output.trimEnd());
}

function summarize(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log('');
  for (const result of results) console.log(resultLine(result));
  for (const { name, skipped } of results)
    for (const test of skipped) console.log(`skipped: ${name}: ${test}`);
  // Nothing may follow this line, and it stands alone: it is what people and machines read.
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = sum('failed') > 0 || sum('passed') === 0 ? 1 : 0;
}
