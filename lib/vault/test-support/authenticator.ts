import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import type { NewPasskeyAnswer, PasskeyAnswer } from '../index';

interface Asked {
  readonly challenge: string;
}

/** What a browser and its authenticator would never do, for a vault to refuse. */
export interface Lies {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  /** The counter of this answer. */
  readonly counter?: number;
  /** Nobody gave a PIN or a finger. */
  readonly unverified?: true;
  readonly userHandle?: string;
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

/** An authenticator with one ES256 key, and the browser around it (W3C WebAuthn, sections 6.1, 6.5 and 7). */
export class Authenticator {
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private readonly id = randomBytes(16);
  private userHandle = '';
  private counter = 0;

  constructor(private readonly origin = 'http://localhost:3000') {}

  get credentialId(): string {
    return base64url(this.id);
  }

  /** Answers what `askForNew` asks. */
  make({ challenge, user }: Asked & { user: { id: string } }, lies: Lies = {}): NewPasskeyAnswer {
    this.userHandle = user.id;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.id, cose(this.keys.publicKey)]);
    const authData = Buffer.concat([this.data(0x40, lies), attested]);
    const statement = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', Uint8Array.from(authData)],
    ]);
    return {
      id: this.credentialId,
      rawId: this.credentialId,
      type: 'public-key',
      response: {
        clientDataJSON: base64url(this.said('webauthn.create', challenge, lies)),
        attestationObject: base64url(isoCBOR.encode(statement as never)),
        transports: ['internal'],
      },
    };
  }

  /** Answers what `askForOne` asks. */
  sign({ challenge }: Asked, lies: Lies = {}): PasskeyAnswer {
    const clientData = this.said('webauthn.get', challenge, lies);
    this.counter += 1;
    const authData = this.data(0, lies);
    const signature = createSign('sha256')
      .update(Buffer.concat([authData, sha256(clientData)]))
      .sign(this.keys.privateKey);
    return {
      id: this.credentialId,
      rawId: this.credentialId,
      type: 'public-key',
      response: {
        clientDataJSON: base64url(clientData),
        authenticatorData: base64url(authData),
        signature: base64url(signature),
        userHandle: lies.userHandle ?? this.userHandle,
      },
    };
  }

  private said(type: string, challenge: string, lies: Lies): Buffer {
    const origin = lies.origin ?? this.origin;
    const said = {
      type: lies.type ?? type,
      challenge: lies.challenge ?? challenge,
      origin,
      crossOrigin: false,
    };
    return Buffer.from(JSON.stringify(said));
  }

  /** User present, and verified unless that is the lie. */
  private data(flags: number, lies: Lies): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(lies.counter ?? this.counter);
    const rpId = lies.rpId ?? new URL(this.origin).hostname;
    return Buffer.concat([sha256(rpId), Buffer.of(flags | 0x01 | (lies.unverified ? 0 : 0x04)), counter]);
  }
}

/** RFC 9053, section 7.1.1: kty EC2, alg ES256, crv P-256, x, y. */
function cose(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const point = (text: string) => Uint8Array.from(Buffer.from(text, 'base64url'));
  const map = new Map<number, number | Uint8Array>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, point(x)],
    [-3, point(y)],
  ]);
  return Buffer.from(isoCBOR.encode(map as never));
}
