/** A one-line field of a form; empty if it is missing or a file. */
export function textOf(data: FormData, name: string): string {
  const given = data.get(name);
  return typeof given === 'string' ? given : '';
}
