import { TOTP } from 'otpauth';

/** What an authenticator app shows at that time, from the secret that a person typed into it. */
export const codeOf = (typed: string, at: Date): string =>
  new TOTP({ secret: typed }).generate({ timestamp: at.getTime() });
