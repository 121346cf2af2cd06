/** What a value looks like. Nothing of the value is in it. */
export type ValueShape =
  | { readonly kind: 'json' }
  | { readonly kind: 'broken json' }
  | { readonly kind: 'pem'; readonly label: string }
  | { readonly kind: 'text'; readonly lines: number };

const PEM = /^\s*-----BEGIN ([A-Z0-9 ]{1,40})-----\r?\n[\s\S]*?-----END \1-----/;

export function shapeOf(value: string): ValueShape {
  const pem = PEM.exec(value);
  if (pem?.[1]) return { kind: 'pem', label: pem[1].toLowerCase() };
  if (/^\s*[[{]/.test(value)) return { kind: isJson(value) ? 'json' : 'broken json' };
  const breaks = value.split('\n').length - 1;
  return { kind: 'text', lines: value.endsWith('\n') ? breaks : breaks + 1 };
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
