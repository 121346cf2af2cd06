import type { Capped } from '@/lib/vault';

/** "1,204", or "100+" where nobody counted further. */
export const countInWords = ({ count, more }: Capped): string =>
  `${count.toLocaleString('en')}${more ? '+' : ''}`;

/** "1 secret", "1,204 secrets", "100+ secrets". */
export function amountOf(counted: Capped | number, one: string, many = `${one}s`): string {
  const capped = typeof counted === 'number' ? { count: counted, more: false } : counted;
  return `${countInWords(capped)} ${capped.count === 1 && !capped.more ? one : many}`;
}

export function sizeInWords(bytes: number): string {
  if (bytes === 1) return '1 byte';
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} KiB`;
}
