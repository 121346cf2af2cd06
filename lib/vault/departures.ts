import { sql } from 'drizzle-orm';
import type { Write } from '../db/client';
import { departureSecrets, departures, environments, secretRestrictions, secrets } from '../db/schema';
import { endRequestsOf } from './approval-rows';
import { newId } from './ids';
import type { Work } from './operation';
import { type Actor, authorizedTo, type Grant, roleSubject } from './policy';

/** Somebody who loses a role. */
export interface Leaver {
  readonly userId: string;
  readonly userName: string;
  /** Null: they leave the environment, and with it all of its organizations. */
  readonly organizationId: string | null;
  /** The one that they had until now. */
  readonly role: Grant['role'];
}

/**
 * The beginning of a work list: what somebody could read wants new values. What they asked to open ends, and does not
 * wait for them to come back. For the write that takes the role away, before the statement that does, and before the one
 * that takes them out of restrictions. Nothing for a role that reads nothing.
 * The cost is that of the restricted secrets that name them: what is not restricted is found when the list is read.
 */
export function departureWrites(
  work: Pick<Work, 'database' | 'environmentId' | 'actor' | 'now' | 'at'>,
  { userId, userName, organizationId, role }: Leaver,
): Write[] {
  const { database, actor, now, at } = work;
  const rules = { ...actor.rules, administratorsReadValues: true };
  const leaver: Actor = { ...actor, id: userId, grants: [{ organizationId, role }], bounds: null, rules };
  if (!authorizedTo(leaver, 'secret.read')) return [];
  const id = newId('departure', now);
  const named = [userId, roleSubject({ organizationId, role })];
  // The environment's rule is asked at that moment: the command line does not bring it.
  const reads = organizationId === null ? sql`${environments.administratorsReadValues}` : sql`true`;
  const within = organizationId === null ? sql`true` : sql`${secrets.organizationId} = ${organizationId}`;
  return [
    database.query.run(
      sql`insert into ${departures} (id, organization_id, user_id, user_name, role, created_at)
        select ${id}, ${organizationId}, ${userId}, ${userName}, ${role}, ${at}
        from ${environments} where ${environments.id} = ${work.environmentId} and ${reads}`,
    ),
    ...named.map((subject) =>
      database.query.run(
        sql`insert into ${departureSecrets} (departure_id, secret_id)
          select ${departures.id}, ${secrets.id} from ${departures}, ${secretRestrictions}
          join ${secrets} on ${secrets.id} = ${secretRestrictions.secretId}
          where ${departures.id} = ${id} and ${secretRestrictions.subject} = ${subject}
            and ${secrets.restrictedAt} is not null and ${within}
          on conflict do nothing`,
      ),
    ),
    endRequestsOf(work, userId, organizationId),
  ];
}
