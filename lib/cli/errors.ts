import { CommanderError } from 'commander';

/** What was typed makes no sense: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Understood, and not done: exit code 1. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** Prints a sentence on standard error, never a stack and never what was typed. Returns the exit code. */
export function report(error: unknown, json: boolean): 0 | 1 | 2 {
  // Help and version end a command as well.
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const { code, message, exit } = explain(error);
  if (message) console.error(message);
  if (json) console.log(JSON.stringify({ error: { code, message } }, null, 2));
  return exit;
}

function explain(error: unknown): { code: string; message: string; exit: 1 | 2 } {
  if (error instanceof UsageError) return { code: 'usage', message: error.message, exit: 2 };
  if (error instanceof CommanderError) return { code: 'usage', message: usageOf(error), exit: 2 };
  if (!(error instanceof Error)) return failed('unknown');
  const { name, message } = error;
  const { code, syscall } = error as NodeJS.ErrnoException;
  // By name, not by class: the vault is loaded only once a command needs it.
  if (name === 'Refused') return { code: 'refused', message, exit: 1 };
  if (name === 'EnvError') return { code: 'configuration', message, exit: 1 };
  if (name === 'VaultError') return { code: code ?? 'refused', message, exit: 1 };
  // The system's own words hold a path at most; those of the database may hold what was to be stored.
  if (syscall) return { code: code ?? 'system', message: `The system refused: ${message}.`, exit: 1 };
  return failed(databaseCode(error) ?? name);
}

function failed(code: string): { code: string; message: string; exit: 1 } {
  const message = /BUSY|LOCKED/.test(code)
    ? 'The database is busy. Try again.'
    : `This failed in a way that was not foreseen (${code}).`;
  return { code, message, exit: 1 };
}

function databaseCode(error: unknown): string | null {
  for (let e = error; e instanceof Error; e = e.cause) {
    const { code } = e as { code?: unknown };
    if (typeof code === 'string') return code;
  }
  return null;
}

/** Commander repeats an unknown option with all that is glued to it: `--pass=hunter2`, `-phunter2`. */
function usageOf({ code, message }: CommanderError): string {
  // It has printed the help instead, because a command was missing.
  if (code === 'commander.help') return '';
  const words = message
    .replace(/^error: /, '')
    .replaceAll(/'(--[^'=]*)=[^']*'/g, "'$1'")
    .replaceAll(/'(-[^'-])[^']+'/g, "'$1'")
    .trim();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.?)]$/.test(words) ? '' : '.'} Add --help to see how it is used.`;
}
