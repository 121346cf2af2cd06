import type { Mail } from './mailer';

/** An invitation. `role` is as the interface calls it, `link` holds its token. */
export interface InvitationFacts {
  readonly to: string;
  readonly inviter: string;
  readonly place: string;
  readonly role: string;
  readonly link: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

export function invitationMail({ to, inviter, place, role, link, expiresAt }: InvitationFacts): Mail {
  return {
    to,
    subject: `Invitation to ${short(place)} on Strongroom`,
    text: [
      `${quoted(inviter)} invites you to ${quoted(place)} on Strongroom. Your role: ${role}.`,
      `To accept, open this link. It works once, until ${dayOf(expiresAt)}:`,
      link,
      'If you did not expect this, do nothing: the link ends by itself.',
    ].join('\n\n'),
  };
}

export interface PasswordFacts {
  readonly to: string;
  readonly link: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

export function passwordMail({ to, link, expiresAt }: PasswordFacts): Mail {
  return {
    to,
    subject: 'A new password for Strongroom',
    text: [
      'Somebody asked for a link to choose a new password for this address.',
      `If it was you, open it. It works once, until ${minuteOf(expiresAt)}:`,
      link,
      'If it was not, do nothing: your password stays as it is.',
    ].join('\n\n'),
  };
}

const MOST_OF_A_NAME = 60;

/** Names are what people typed: in quotes, so that they do not pass for our own words. */
const quoted = (name: string): string => `“${short(name)}”`;

function short(name: string): string {
  const letters = Array.from(name.replaceAll(/\s+/g, ' '));
  return letters.length > MOST_OF_A_NAME ? `${letters.slice(0, MOST_OF_A_NAME).join('')}…` : letters.join('');
}

const format = (iso: string, more: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC', ...more }).format(new Date(iso));
const dayOf = (iso: string): string => format(iso, {});
const minuteOf = (iso: string): string => `${format(iso, { timeStyle: 'short' })} (UTC)`;
