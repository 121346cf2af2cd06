import type { VaultEvent } from '@/lib/vault';
import type { Sentence } from './sentence';

/** What somebody did to the roles of people; undefined for what is about something else. */
export function peopleSentence({ type, data, actor }: VaultEvent): Sentence | undefined {
  switch (type) {
    case 'member.joined':
      return typeof data.invited_by_name === 'string'
        ? named(`joined as ${roleOf(data.role)}, invited by`, data.invited_by_name)
        : named(`joined as ${roleOf(data.role)}:`, data.user_name);
    case 'member.role_changed':
      if (data.handed_over !== true)
        return named(
          `changed from ${roleOf(data.from_role)} to ${roleOf(data.to_role)} the role of`,
          data.user_name,
        );
      return data.user_id === actor.id
        ? {
            verb: `took the role of ${roleOf(data.to_role)}, having handed over that of ${roleOf(data.from_role)}`,
          }
        : named(`handed the role of ${roleOf(data.to_role)} to`, data.user_name);
    case 'member.removed':
      return named(`removed the ${roleOf(data.role)}`, data.user_name);
    case 'invitation.created':
      return named(`invited as ${roleOf(data.role)}`, data.email);
    case 'invitation.revoked':
      return named('withdrew the invitation of', data.email);
    case 'user.created':
      // By whoever held the invitation: that is the new person.
      return actor.id === 'nobody'
        ? { verb: 'made an account' }
        : named('made an account for', data.user_name);
    default:
      return undefined;
  }
}

/** Somebody who was nobody until then, and whom the event names. */
export const newcomerOf = ({ type, data, actor }: VaultEvent): string | undefined =>
  actor.id === 'nobody' && (type === 'member.joined' || type === 'user.created')
    ? textOf(data.user_name)
    : undefined;

const textOf = (given: unknown): string | undefined => (typeof given === 'string' ? given : undefined);
const named = (verb: string, object: unknown): Sentence =>
  typeof object === 'string' ? { verb, object } : { verb };
const roleOf = (given: unknown): string =>
  given === 'admin' ? 'administrator' : (textOf(given) ?? 'member');
