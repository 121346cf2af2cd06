import type { Details } from '@/lib/vault';
import { textOf } from './form-data';

/** The fields of a secret's details, in the form's own words. */
export const DETAILS_FIELDS = ['note', 'tags', 'expiresAt', 'rotateEveryDays'] as const;
export type DetailsField = (typeof DETAILS_FIELDS)[number];

/** What stands in the fields for what is stored. */
export function detailsTexts({
  note,
  tags,
  expiresAt,
  rotateEveryDays,
}: Details): Record<DetailsField, string> {
  return {
    note,
    tags: tags.join(', '),
    expiresAt: expiresAt?.slice(0, 10) ?? '',
    rotateEveryDays: rotateEveryDays === null ? '' : String(rotateEveryDays),
  };
}

/** The name of the hidden field beside, with what the page was made with. */
export const wasField = (field: DetailsField) => `was_${field}`;

/**
 * What was written that differs from what the page was made with: a second person's change of the rest stays.
 * What makes no sense is sent on as it is, for the vault to refuse with words.
 */
export function writtenDetails(data: FormData): Partial<Details> {
  const text = (field: string) => textOf(data, field).replaceAll('\r\n', '\n').trim();
  const read: { [Field in DetailsField]: (given: string) => Details[Field] } = {
    note: (given) => given,
    tags: (given) =>
      given
        .split(',')
        .map((tag) => tag.trim())
        .filter(Boolean),
    // A day of the calendar, in UTC.
    expiresAt: (given) => (given === '' ? null : `${given}T00:00:00Z`),
    rotateEveryDays: (given) => (given === '' ? null : Number(given)),
  };
  const changed = DETAILS_FIELDS.filter((field) => text(field) !== text(wasField(field)));
  return Object.fromEntries(changed.map((field) => [field, read[field](text(field))]));
}
