import { invitationMail } from '@/lib/mail/texts';
import { runtime } from '@/lib/runtime';
import type { NewInvitation } from '@/lib/vault';

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
