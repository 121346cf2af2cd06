import { Avatar } from '@/components/avatar';
import { Badge, type Tone } from '@/components/badge';
import { CodeBlock, CodeText } from '@/components/code-text';
import { Figures } from '@/components/figures';
import { KeyValueList } from '@/components/key-value-list';
import { RowLink, TextLink } from '@/components/link';
import { Logo } from '@/components/logo';
import { Breadcrumbs } from '@/components/page-header';
import { Pagination } from '@/components/pagination';
import { SecretMask } from '@/components/secret-mask';
import { TabLinks } from '@/components/tab-links';
import { type Column, Table } from '@/components/table';
import { Time } from '@/components/time';
import { Part, Row } from './part';

const TONES: readonly Tone[] = ['neutral', 'accent', 'success', 'warning', 'danger'];
const EXAMPLE = new Date('2026-11-24T03:01:12Z');

interface Example {
  readonly name: string;
  readonly size: number;
}
const ROWS: readonly Example[] = [
  { name: 'database/password', size: 1 },
  { name: 'stripe/live/restricted-key', size: 12 },
];
const COLUMNS: Column<Example>[] = [
  {
    key: 'name',
    header: 'Name',
    kind: 'primary',
    cell: ({ name }) => <RowLink href="/design">{name}</RowLink>,
  },
  { key: 'size', header: 'Size', align: 'end', cell: ({ size }) => size },
];

export function Display() {
  return (
    <Part title="What is shown">
      <Row name="Logo, Avatar">
        <Logo name="Strongroom" size="lg" />
        <Avatar name="Ada" />
        <Avatar name="Tidewater" shape="square" />
      </Row>
      <Row name="Badge">
        {TONES.map((tone) => (
          <Badge key={tone} tone={tone} dot>
            {tone}
          </Badge>
        ))}
      </Row>
      <Row name="CodeText, SecretMask, Time, TextLink">
        <CodeText>org_01JZ</CodeText>
        <SecretMask />
        <Time value={EXAMPLE} format="absolute" />
        <TextLink href="/orgs">A link in a text</TextLink>
      </Row>
      <CodeBlock label="CodeBlock">
        {'-----BEGIN EXAMPLE-----\nkept as it is\n-----END EXAMPLE-----'}
      </CodeBlock>
      <Figures
        items={[
          { label: 'Figures', value: '1,204', detail: '3 in the trash' },
          { label: 'Members', value: '12' },
        ]}
      />
      <KeyValueList
        items={[
          { label: 'KeyValueList', value: 'A fact' },
          { label: 'Updated', value: <Time value={EXAMPLE} format="date" /> },
        ]}
      />
      <div className="rounded-lg border">
        <Table caption="Examples" columns={COLUMNS} rows={ROWS} rowKey={({ name }) => name} />
      </div>
      <Pagination nextHref="/design" summary="Newest first" />
      <TabLinks
        label="Examples"
        items={[
          { href: '/design', label: 'TabLinks' },
          { href: '/orgs', label: 'Organizations' },
        ]}
      />
      <Breadcrumbs items={[{ label: 'Organizations', href: '/orgs' }, { label: 'Breadcrumbs' }]} />
    </Part>
  );
}
