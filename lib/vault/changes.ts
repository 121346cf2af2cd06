/** What the trail says of a change: each named field that is another now, from what to what, under the trail's own name of it. */
export function changesIn<Fields extends object>(
  names: Readonly<Partial<Record<keyof Fields, string>>>,
  before: Fields,
  after: Fields,
): Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>> {
  const named = Object.entries(names) as [keyof Fields, string][];
  return Object.fromEntries(
    named
      .filter(([field]) => before[field] !== after[field])
      .map(([field, name]) => [name, { from: before[field], to: after[field] }]),
  );
}
