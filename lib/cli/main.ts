import { report } from './errors';
import { program } from './program';

/**
 * The command `strongroom`. Exit codes: 0 done, 1 refused or failed (a sentence on standard error), 2 wrong usage.
 * Nothing here ends the process by force, so that what was printed arrives in a pipe.
 */
// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await program().parseAsync();
} catch (error) {
  process.exitCode = report(error, process.argv.includes('--json'));
}
