import { after } from 'next/server';
import { invitationMail, passwordMail } from '@/lib/mail/texts';
import { runtime } from '@/lib/runtime';
import type { NewInvitation, RequestedLink } from '@/lib/vault';

/** Whether a mail server is set up. Without one, links are passed on by hand. */
export async function mailsLinks(): Promise<boolean> {
  return (await runtime()).mailer !== null;
}

/** The link, or what became of its mail. The mail that was not sent loses nothing: the link is there to be copied. */
export type Delivered =
  | { readonly mail: 'sent'; readonly link: null }
  | { readonly mail: 'failed' | 'none'; readonly link: string };

/** Mails an invitation where that can be done. `role` is as the interface calls it. */
export async function deliverInvitation(invitation: NewInvitation, role: string): Promise<Delivered> {
  const { env, mailer } = await runtime();
  const { token, email, invitedByName, placeName, expiresAt } = invitation;
  // After the #, which no browser sends: so it is in no log.
  const link = `${env.origin}/invite#token=${token}`;
  if (!mailer) return { mail: 'none', link };
  const mail = invitationMail({
    to: email,
    inviter: invitedByName,
    place: placeName,
    role,
    link,
    expiresAt,
  });
  return (await mailer.send(mail)) ? { mail: 'sent', link: null } : { mail: 'failed', link };
}

/**
 * Mails the link to choose a new password, if there is such an account. After the answer has gone out, which must not
 * tell by its time whether there is one.
 */
export function mailPasswordLink(requested: RequestedLink): void {
  if (!requested) return;
  const { email, token, expiresAt } = requested;
  after(async () => {
    const { env, mailer } = await runtime();
    const link = `${env.origin}/password#token=${token}`;
    await mailer?.send(passwordMail({ to: email, link, expiresAt }));
  });
}
