import type { Vault } from '@/lib/vault';
import { oneOf, type Search } from '@/lib/web/search';

const DAY_MS = 86_400_000;
const MOST_CHARS = 200;

/** What the address of the list says, as it says it: a reload, a shared link and the way back show the same. */
export interface Filters {
  readonly q?: string | undefined;
  readonly sort?: 'name' | undefined;
  readonly prefix?: string | undefined;
  /** A day, `2026-01-31`, in UTC. */
  readonly since?: string | undefined;
  /** A number of days. */
  readonly idle?: string | undefined;
  /** A number of days: what expires, or is to be rotated, until then. 0: what is overdue. */
  readonly due?: string | undefined;
  readonly by?: string | undefined;
  /** `name=value`. */
  readonly item?: string | undefined;
  readonly unread?: '1' | undefined;
  readonly tag?: string | undefined;
}

/** Whatever makes no sense is left out, as if nobody had asked for it. */
export function filtersOf(given: Awaited<Search>): Filters {
  const text = (name: keyof Filters) => oneOf(given[name])?.slice(0, MOST_CHARS);
  const matching = (name: keyof Filters, shape: RegExp) => {
    const value = text(name);
    return value !== undefined && shape.test(value) ? value : undefined;
  };
  const since = matching('since', /^\d{4}-\d{2}-\d{2}$/);
  return {
    q: text('q'),
    sort: given.sort === 'name' ? 'name' : undefined,
    prefix: text('prefix'),
    since: since !== undefined && !Number.isNaN(Date.parse(since)) ? since : undefined,
    idle: matching('idle', /^[1-9]\d{0,3}$/),
    due: matching('due', /^(0|[1-9]\d{0,2})$/),
    by: text('by'),
    item: matching('item', /^[^=]+=/),
    unread: given.unread === '1' ? '1' : undefined,
    tag: text('tag'),
  };
}

type ListInput = Parameters<Vault['listSecrets']>[1];

/** The same in the vault's words. */
export function listInput(filters: Filters, now = new Date()): ListInput {
  const { q, sort, prefix, since, idle, due, by, item, unread, tag } = filters;
  const cut = item?.indexOf('=') ?? 0;
  return {
    search: q,
    prefix,
    ...(sort === 'name' ? { sort, order: 'asc' } : {}),
    ...(since ? { updatedAfter: new Date(since).toISOString() } : {}),
    ...(idle ? { updatedBefore: new Date(now.getTime() - Number(idle) * DAY_MS).toISOString() } : {}),
    ...(due ? { dueUntil: new Date(now.getTime() + Number(due) * DAY_MS).toISOString() } : {}),
    updatedBy: by,
    ...(item ? { context: { name: item.slice(0, cut), value: item.slice(cut + 1) } } : {}),
    ...(unread ? { neverRead: true } : {}),
    tag,
  };
}

/** What narrows the list beside the search, each in words, and what is left without it. */
export function chipsOf(filters: Filters): { key: keyof Filters; words: string; without: Filters }[] {
  const { prefix, since, idle, due, by, item, unread, tag } = filters;
  const words: [keyof Filters, string | undefined][] = [
    ['prefix', prefix && `Starts with ${prefix}`],
    ['since', since && `Replaced since ${since}`],
    ['idle', idle && `Not replaced for ${idle} ${idle === '1' ? 'day' : 'days'}`],
    ['due', due && (due === '0' ? 'Overdue' : `Due within ${due} ${due === '1' ? 'day' : 'days'}`)],
    ['by', by && `Last written by ${by}`],
    ['item', item && `Key context ${item}`],
    ['unread', unread && 'Never read'],
    ['tag', tag && `Tagged ${tag}`],
  ];
  return words.flatMap(([key, said]) =>
    said ? [{ key, words: said, without: { ...filters, [key]: undefined } }] : [],
  );
}
