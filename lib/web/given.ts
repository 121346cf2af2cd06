import { headers } from 'next/headers';
import type { Failure, Given } from './failure';

/**
 * A refusal of a form that the browser posted by itself: the page is made anew, so what stood in its harmless fields
 * goes back into them. With scripts the fields were never emptied, and nothing goes back.
 */
export async function withGiven(told: Failure, data: FormData, names: readonly string[]): Promise<Failure> {
  if ((await headers()).has('next-action')) return told;
  const given: Given = Object.fromEntries(names.map((name) => [name, data.getAll(name).filter(isText)]));
  return { ...told, given };
}

const isText = (entry: FormDataEntryValue): entry is string => typeof entry === 'string';
