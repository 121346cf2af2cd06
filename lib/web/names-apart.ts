interface Named {
  readonly id: string;
  readonly name: string;
  readonly externalId: string | null;
}

/** `detail` is there where the name alone would not tell which one is meant. */
export interface NameApart {
  readonly id: string;
  readonly name: string;
  readonly detail?: string;
}

const END_OF_ID = 6;

/** Organizations may share a name: such are told apart by the id that people gave them, else by the end of ours. */
export function namesApart(organizations: readonly Named[]): NameApart[] {
  const counts = new Map<string, number>();
  for (const { name } of organizations) counts.set(name, (counts.get(name) ?? 0) + 1);
  return organizations.map(({ id, name, externalId }) =>
    counts.get(name) === 1 ? { id, name } : { id, name, detail: externalId ?? `…${id.slice(-END_OF_ID)}` },
  );
}
