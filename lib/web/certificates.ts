import { X509Certificate } from 'node:crypto';

/** What a certificate says of itself. Nothing here checks a signature. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** ISO 8601. */
  readonly validFrom: string;
  readonly validTo: string;
}

const BLOCK = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]+-----END (?:TRUSTED )?CERTIFICATE-----/g;
/** A chain has a few; more would only be work. */
const MOST = 10;

/** The X.509 certificates in a text, in their order. What cannot be read is passed over. */
export function certificatesIn(value: string): CertificateFacts[] {
  const blocks = [...value.matchAll(BLOCK)].slice(0, MOST);
  return blocks.flatMap(([block]) => {
    try {
      const { subject, issuer, validFrom, validTo } = new X509Certificate(block);
      return [
        {
          subject: nameOf(subject),
          issuer: nameOf(issuer),
          validFrom: new Date(validFrom).toISOString(),
          validTo: new Date(validTo).toISOString(),
        },
      ];
    } catch {
      return [];
    }
  });
}

/** The common name, or all that there is. */
function nameOf(lines: string): string {
  return /^CN=(.+)$/m.exec(lines)?.[1] ?? lines.replaceAll('\n', ', ');
}
