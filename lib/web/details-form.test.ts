import { describe, expect, it } from 'vitest';
import { DETAILS_FIELDS, detailsTexts, wasField, writtenDetails } from './details-form';

const STORED = {
  note: 'Two\nlines',
  tags: ['shop', 'eu'],
  expiresAt: '2027-01-31T00:00:00.000Z',
  rotateEveryDays: 90,
};

/** The form as it is sent: what the page was made with, and what was typed over it. */
function sent(typed: Record<string, string>, stored = STORED): FormData {
  const data = new FormData();
  const texts = detailsTexts(stored);
  for (const field of DETAILS_FIELDS) {
    data.set(wasField(field), texts[field]);
    // A browser sends the line breaks of a text area as CR LF.
    data.set(field, (typed[field] ?? texts[field]).replaceAll('\n', '\r\n'));
  }
  return data;
}

describe('the details that a form sends', () => {
  it('are those that were changed, and no others', () => {
    expect(writtenDetails(sent({}))).toEqual({});
    expect(writtenDetails(sent({ note: 'One' }))).toEqual({ note: 'One' });
    expect(writtenDetails(sent({ tags: ' eu ,, us,' }))).toEqual({ tags: ['eu', 'us'] });
    expect(writtenDetails(sent({ expiresAt: '2028-02-29', rotateEveryDays: '30' }))).toEqual({
      expiresAt: '2028-02-29T00:00:00Z',
      rotateEveryDays: 30,
    });
  });

  it('are taken away by emptying their fields', () => {
    expect(writtenDetails(sent({ note: '', tags: '', expiresAt: '', rotateEveryDays: '' }))).toEqual({
      note: '',
      tags: [],
      expiresAt: null,
      rotateEveryDays: null,
    });
  });

  it('are all of them where there is nothing yet', () => {
    const data = new FormData();
    data.set('note', 'New');
    data.set('rotateEveryDays', 'often');
    expect(writtenDetails(data)).toEqual({ note: 'New', rotateEveryDays: Number.NaN });
  });
});
