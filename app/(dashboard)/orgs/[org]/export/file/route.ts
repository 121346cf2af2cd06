import { unstable_rethrow } from 'next/navigation';
import type { ExportFormat } from '@/lib/vault';
import { encryptionOf } from '@/lib/web/age';
import { type Failure, failure, toFailure } from '@/lib/web/failure';
import { NEVER_KEPT, openRequest, refuse } from '@/lib/web/json-route';
import { FORMATS } from '../../_files/parsed';
import { writeFile } from '../../_files/write-file';

type Context = { params: Promise<{ org: string }> };

/** All secrets of an organization as one file. It is made in memory, encrypted there if that is wanted, and kept nowhere. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { org } = await params;
  const opened = await openRequest(request);
  if (opened instanceof Response) return opened;
  const { vault, caller, body } = opened;
  try {
    const encryption = encryptionOf(body);
    if ('status' in encryption) return refuse(withReason(encryption, body.reason));
    const { organizationName, secrets, leftOut } = await vault.exportSecrets(caller, {
      organizationId: org,
      // Whatever was sent: the vault refuses what is none.
      reason: body.reason as string,
      format: body.format as ExportFormat,
      encryption: encryption.kind,
    });
    const { extension } = FORMATS[body.format as ExportFormat];
    const written = writeFile(secrets, body.format as ExportFormat);
    if ('impossible' in written) return refuse(failure('invalid_input', wordsOf(written.impossible)));
    const bytes = await encryption.encrypt(Buffer.from(written.text, 'utf8'));
    const name = `${plainName(organizationName)}.${extension}${encryption.kind === 'none' ? '' : '.age'}`;
    return new Response(bytes as Uint8Array<ArrayBuffer>, {
      headers: {
        ...NEVER_KEPT,
        'Content-Type': 'application/octet-stream',
        'Content-Disposition': `attachment; filename="${name}"`,
        'Strongroom-Secrets': String(secrets.length),
        'Strongroom-Left-Out': String(leftOut.restricted + leftOut.needsApproval),
      },
    });
  } catch (error) {
    unstable_rethrow(error);
    return refuse(toFailure(error, caller.requestId));
  }
}

/** What a person can see to be wrong is told at once. */
function withReason(told: Failure, reason: unknown): Failure {
  if (typeof reason === 'string' && reason.trim() !== '') return told;
  return { ...told, fields: { ...told.fields, reason: 'A reason must not be empty.' } };
}

const plainName = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    // What makes an ö of an o.
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60) || 'secrets';

function wordsOf([first, ...others]: readonly string[]): string {
  const more = others.length > 0 ? ` and of ${others.length.toLocaleString('en')} more` : '';
  return `A .env file has no way to write the value of ${first}${more} as it is: each kind of quotes is taken. Nothing was given out, though the activity says that the values were opened for it. Choose JSON, YAML or CSV.`;
}
