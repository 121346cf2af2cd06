// `npm run check`: everything that can be known without a browser, in seconds. Meant for every save.
import { resultLine, runChecks } from './lib/checks.mjs';
import { alone } from './lib/lock.mjs';
import { requireNode } from './lib/node-version.mjs';
import { ensurePackages, hasPackages } from './lib/packages.mjs';
import { stopOnSignals } from './lib/run.mjs';
import { giveUp } from './lib/say.mjs';

requireNode();
stopOnSignals();
try {
  if (!hasPackages({ dev: true })) await alone(() => ensurePackages({ dev: true }));
  const results = await runChecks((result) => {
    console.log(resultLine(result));
    if (result.failed > 0) console.log(`\n${result.output.trim()}\n`);
  });
  const failed = results.filter((result) => result.failed > 0);
  if (failed.length > 0) {
    console.log(
      `${failed.length} of ${results.length} checks failed: ${failed.map(({ name }) => name).join('; ')}`,
    );
  }
  process.exitCode = failed.length === 0 ? 0 : 1;
} catch (error) {
  giveUp(error);
}
