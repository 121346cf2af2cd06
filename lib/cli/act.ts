import { randomUUID } from 'node:crypto';
import { whoServes } from '@/lib/presence';
import type { Caller, Vault } from '@/lib/vault';

/** What a command works with. */
export interface Desk {
  readonly vault: Vault;
  readonly caller: Caller;
  /** The address of the server, without a slash at the end. */
  readonly origin: string;
}

export interface Shown {
  /** For programs: the whole answer. */
  readonly json: unknown;
  /** For people and pipes: what goes to standard output. Without it nothing does. */
  readonly text?: string;
  /** What a person should know beside it; goes to standard error, so that a pipe gets the text alone. */
  readonly note?: string;
}

/** Opens the vault beside whatever server is running, does the work, prints what it gives, and closes the vault. */
export async function act(
  options: { readonly json?: boolean },
  work: (desk: Desk) => Promise<Shown>,
): Promise<void> {
  // Only here: `--help` and wrong usage need no vault, and this import takes half a second.
  const { runtime } = await import('@/lib/runtime');
  const { env, vault } = await runtime();
  // A server that runs knows best where it answers: its port may be set where this command does not see it.
  const origin = (await whoServes(env.dataFolder)) ?? env.origin;
  try {
    const caller: Caller = { via: 'command-line', requestId: `cli_${randomUUID()}` };
    const shown = await work({ vault, caller, origin });
    if (options.json) console.log(JSON.stringify(shown.json, null, 2));
    else if (shown.text !== undefined) console.log(shown.text);
    if (shown.note && !options.json) console.error(shown.note);
  } finally {
    await vault.close();
  }
}

/** Every item of a list that comes in pages. */
export async function all<Item>(
  page: (cursor: { after?: string }) => Promise<{ items: readonly Item[]; after: string | null }>,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const next = await page(after === undefined ? {} : { after });
    items.push(...next.items);
    after = next.after;
  }
  return items;
}

/** Columns of equal width, with a line of headings. Control characters cannot be in a name. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headings, ...rows];
  const widths = headings.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
