import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkDrift } from './drift.mjs';
import { countVitest } from './reports.mjs';
import { ROOT, runBin } from './run.mjs';
import { seconds } from './say.mjs';

export const REPORTS = join(ROOT, 'node_modules', '.cache', 'strongroom');

/**
 * @typedef {{ name: string, passed: number, failed: number, skipped: string[], output: string, ms: number }} Result
 * @typedef {{ code: number, output: string, counts?: import('./reports.mjs').Counts }} Outcome
 */

/** Every check without a browser or a build, the longest first. @type {{ name: string, work: () => Promise<Outcome> }[]} */
const CHECKS = [
  { name: 'unit tests (vitest)', work: () => vitest('unit') },
  { name: 'types (tsc)', work: types },
  { name: 'lint (oxlint, with types)', work: lint },
  { name: 'migrations match the schema (drizzle-kit)', work: checkDrift },
  {
    name: 'format and import order (biome)',
    work: () => runBin('@biomejs/biome', ['check', '--no-errors-on-unmatched', '.'], {}, 'biome'),
  },
];

/**
 * Runs all checks, two at a time: most of them keep one core busy and leave the other idle.
 * @param {(result: Result) => void} onResult called as each one ends
 * @returns {Promise<Result[]>}
 */
export async function runChecks(onResult) {
  const queue = [...CHECKS];
  const results = [];
  const lane = async () => {
    for (let check = queue.shift(); check; check = queue.shift()) {
      const result = await runStep(check.name, check.work);
      results.push(result);
      onResult(result);
    }
  };
  await Promise.all([lane(), lane()]);
  return results;
}

/** Makes one result of a step, whatever happens in it: a crash is a failure. @returns {Promise<Result>} */
export async function runStep(name, work) {
  const startedAt = performance.now();
  /** @type {Outcome} */
  let outcome;
  try {
    outcome = await work();
  } catch (error) {
    outcome = {
      code: 1,
      output: error.output ? `${error.output}\n${error.message}` : String(error.stack ?? error),
    };
  }
  const counts = outcome.counts ?? {
    passed: outcome.code === 0 ? 1 : 0,
    failed: outcome.code === 0 ? 0 : 1,
    skipped: [],
  };
  return { name, ...counts, output: outcome.output, ms: performance.now() - startedAt };
}

/** @param {Result} result */
export function resultLine({ name, passed, failed, skipped, ms }) {
  const count = passed + failed > 1 ? `: ${passed} passed, ${failed} failed` : '';
  const left = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  return `${failed === 0 ? 'ok  ' : 'FAIL'} ${name}${count}${left} (${seconds(ms)})`;
}

async function types() {
  // A fresh clone has neither next-env.d.ts nor the types of the routes: both are made from the code.
  if (existsSync(join(ROOT, 'app'))) {
    const made = await runBin('next', ['typegen']);
    if (made.code !== 0) return made;
  }
  return runBin('typescript', ['--noEmit'], {}, 'tsc');
}

function lint() {
  return runBin('oxlint', ['--type-aware', '--deny-warnings', '.']);
}

/** @param {'unit' | 'processes'} project of vitest.config.ts */
export async function vitest(project) {
  const file = join(REPORTS, `vitest-${project}-${process.pid}.json`);
  mkdirSync(REPORTS, { recursive: true });
  try {
    const { code, output } = await runBin('vitest', [
      'run',
      `--project=${project}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ]);
    return { code, output, counts: countVitest(file, code) };
  } finally {
    rmSync(file, { force: true });
  }
}
