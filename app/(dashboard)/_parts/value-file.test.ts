import { describe, expect, it } from 'vitest';
import { textOfFile } from './value-file';

describe('the text of a file', () => {
  it('is what is in it, byte for byte', async () => {
    for (const text of ['', 'a\r\nb\n', '\uFEFFwith a mark', 'é 😀 \0']) {
      expect(await textOfFile(new Blob([text]))).toBe(text);
    }
  });

  it('is refused with words where it is none, or too long', async () => {
    expect(await textOfFile(new Blob([new Uint8Array([0xff, 0xfe])]))).toEqual({
      error: 'This file is no text in UTF-8. Encode it first, as base64 for example.',
    });
    expect(await textOfFile(new Blob(['x'.repeat(65_536)]))).toHaveLength(65_536);
    expect(await textOfFile(new Blob(['x'.repeat(65_537)]))).toEqual({
      error: 'This file is larger than 64 KiB.',
    });
  });
});
