import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT, runBin } from './run.mjs';

const SCHEMA = 'lib/db/schema.ts';
const DRIFTED = `${SCHEMA} has changes that no migration in ./drizzle makes. Run: npm run db:generate -- --name what-it-does`;

/**
 * Do the migrations in ./drizzle say what the schema says? Generates into a copy, so that looking changes nothing.
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function checkDrift() {
  const drizzle = join(ROOT, 'drizzle');
  if (!existsSync(join(ROOT, SCHEMA))) return { code: 1, output: `${SCHEMA} is not there` };
  const shelf = join(ROOT, 'node_modules', '.cache', 'strongroom');
  mkdirSync(shelf, { recursive: true });
  const folder = mkdtempSync(join(shelf, 'drift-'));
  try {
    cpSync(drizzle, folder, { recursive: true });
    const before = sqlFiles(folder).length;
    const config = join(folder, 'drizzle.config.json');
    writeFileSync(
      config,
      JSON.stringify({ ...(await readConfig()), out: relative(ROOT, folder).replaceAll('\\', '/') }),
    );
    const kit = (command) =>
      runBin('drizzle-kit', [command, '--config', relative(ROOT, config)], { timeoutMs: 60_000 });
    const { code, output } = await kit('generate');
    // It asks when a column may have been renamed, and has nobody to ask here: that too is a change.
    const asks = output.includes('Interactive prompts');
    if (asks || sqlFiles(folder).length > before) return { code: 1, output: DRIFTED };
    // drizzle-kit ends with 0 after some of its errors: only its own words tell that it looked.
    if (code !== 0 || !output.includes('No schema changes')) return { code: 1, output };
    const checked = await kit('check');
    return { ...checked, code: checked.output.includes("Everything's fine") ? checked.code : 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sqlFiles(folder) {
  return readdirSync(folder).filter((name) => name.endsWith('.sql'));
}

/** The settings of drizzle.config.ts, so that both always speak of the same schema in the same way. */
async function readConfig() {
  const { tsImport } = await import('tsx/esm/api');
  return (await tsImport('../../drizzle.config.ts', import.meta.url)).default;
}
