import { Eye } from 'lucide-react';
import { ListPages } from '@/app/(dashboard)/_parts/list-pages';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { LinkButton } from '@/components/link-button';
import { PageHeader } from '@/components/page-header';
import type { Receipt } from '@/lib/vault';
import { titleWithin } from '@/lib/web/organization';
import { forPage } from '@/lib/web/page';
import { oneOf, type Search, withSearch } from '@/lib/web/search';
import { currentSession, may } from '@/lib/web/session';
import { ReaderName, ReceiptTable } from './receipt-table';
import { type Grouping, groupingOf, groupsOf, linesOf } from './receipt-words';

export const generateMetadata = titleWithin('Who looked');

const PAGE_SIZE = 50;
const GROUPINGS: readonly (readonly [Grouping | undefined, string])[] = [
  [undefined, 'By time'],
  ['reader', 'By reader'],
  ['secret', 'By secret'],
];

type Props = { params: Promise<{ org: string }>; searchParams: Search };

/** Who saw values of this organization: its own people and keys, and those who run the installation. */
export default async function ReceiptsPage({ params, searchParams }: Props) {
  const { org } = await params;
  const given = await searchParams;
  const base = `/orgs/${org}/receipts`;
  const by = groupingOf(oneOf(given.by));
  const [reader, secret] = [oneOf(given.reader)?.slice(0, 300), oneOf(given.secret)?.slice(0, 300)];
  const [after, before] = [oneOf(given.after), oneOf(given.before)];
  const page = await forPage(withSearch(base, { by, reader, secret, after, before }), (vault, caller) =>
    vault.listReceipts(caller, {
      organizationId: org,
      readerId: reader,
      secretId: secret,
      limit: PAGE_SIZE,
      after,
      before,
    }),
  );
  const explains = may(await currentSession(), 'access.explain', org);
  const [first] = page.items;
  const narrowed = Boolean(reader ?? secret);
  return (
    <>
      <PageHeader
        title="Who looked"
        description={
          narrowed
            ? narrowedWords(first, { reader, secret })
            : 'Everybody who saw a value here: members, API keys, exports, and those who run the installation, who are marked.'
        }
        actions={narrowed && <LinkButton href={withSearch(base, { by })}>Everybody, everything</LinkButton>}
      />
      <nav aria-label="Order" className="mb-4">
        <ul className="flex flex-wrap gap-1">
          {GROUPINGS.map(([one, label]) => (
            <li key={label}>
              <LinkButton
                href={withSearch(base, { by: one, reader, secret })}
                size="sm"
                variant={one === by ? 'secondary' : 'ghost'}
                aria-current={one === by ? 'true' : undefined}
              >
                {label}
              </LinkButton>
            </li>
          ))}
        </ul>
      </nav>
      {by && first ? (
        <Groups org={org} by={by} receipts={page.items} explains={explains} />
      ) : (
        <Card padded={false}>
          {first ? (
            <ReceiptTable org={org} caption="Who looked" lines={linesOf(page.items)} explains={explains} />
          ) : (
            <EmptyState
              icon={<Eye />}
              title={narrowed ? 'Nothing of this kind' : 'Nobody looked yet'}
              text={
                narrowed
                  ? 'Everybody, everything shows the rest.'
                  : 'Whoever reveals a value stands here from then on.'
              }
            />
          )}
        </Card>
      )}
      <ListPages base={base} page={page} keep={{ by, reader, secret }} />
    </>
  );
}

type GroupsProps = { org: string; by: Grouping; receipts: readonly Receipt[]; explains: boolean };

function Groups({ org, by, receipts, explains }: GroupsProps) {
  return (
    <div className="flex flex-col gap-4">
      {groupsOf(receipts, by).map(({ first, lines }) => (
        <Card
          key={first[by].id}
          padded={false}
          title={
            by === 'reader' ? (
              <ReaderName org={org} receipt={first} />
            ) : (
              <span className="font-mono wrap-anywhere">{first.secret.name}</span>
            )
          }
        >
          <ReceiptTable
            org={org}
            caption={`Who looked: ${first[by].name}`}
            lines={lines}
            of={by}
            explains={explains}
          />
        </Card>
      ))}
    </div>
  );
}

function narrowedWords(
  first: Receipt | undefined,
  { reader, secret }: { reader?: string | undefined; secret?: string | undefined },
) {
  if (!first) return 'Nobody has seen this.';
  return [
    ...(reader ? [`What ${first.reader.name} saw here`] : []),
    ...(secret ? [`${reader ? 'of' : 'At'} ${first.secret.name}`] : []),
  ].join(' ');
}
