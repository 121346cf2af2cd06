import type { Ability, AccessPreview, Difference } from '@/lib/vault';

/** After "can" and "can no longer". */
export const ABILITY_WORDS: Record<Ability, string> = {
  see: 'see its name and details',
  reveal: 'reveal the value',
  replace: 'replace the value',
  delete: 'delete it',
  export: 'export it',
};
const OF_ALL: Record<Ability, string> = {
  see: 'see names and details',
  reveal: 'reveal values',
  replace: 'replace values',
  delete: 'delete secrets',
  export: 'export secrets',
};

/** "2 people gain, 1 key loses." */
export function headlineOf({ differences, more }: AccessPreview): string {
  const count = (kind: Difference['kind'], does: 'gains' | 'loses'): string[] => {
    const number = differences.filter((one) => one.kind === kind && one[does].length > 0).length;
    if (number === 0) return [];
    const [one, many] = kind === 'person' ? ['person', 'people'] : ['key', 'keys'];
    const verb = does === 'gains' ? 'gain' : 'lose';
    return [number === 1 ? `1 ${one} ${verb}s` : `${number} ${many} ${verb}`];
  };
  const parts = (['gains', 'loses'] as const).flatMap((does) => [
    ...count('person', does),
    ...count('key', does),
  ]);
  const words = parts.length > 0 ? parts.join(', ') : 'Nobody gains or loses anything';
  return more ? `${words}, as far as was looked: there are more than 200.` : `${words}.`;
}

/** What it is for one of them, after the name. `of`: one secret, or all that they reach. */
export function differenceWords({ gains, loses }: Difference, of: 'secret' | 'all'): string {
  const words = of === 'secret' ? ABILITY_WORDS : OF_ALL;
  const list = (abilities: readonly Ability[], or: string) =>
    inList(
      abilities.map((one) => words[one]),
      or,
    );
  return [
    ...(gains.length > 0 ? [`can ${list(gains, 'and')}`] : []),
    ...(loses.length > 0 ? [`can no longer ${list(loses, 'or')}`] : []),
  ].join(', ');
}

export function inList(items: readonly string[], last = 'and'): string {
  const before = items.slice(0, -1);
  return before.length > 0 ? `${before.join(', ')} ${last} ${items.at(-1)}` : (items[0] ?? '');
}
