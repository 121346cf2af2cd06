import { ListFilter, X } from 'lucide-react';
import NextForm from 'next/form';
import { Button } from '@/components/button';
import { buttonClass } from '@/components/button-styles';
import { Checkbox } from '@/components/checkbox';
import { Field } from '@/components/field';
import { Link } from '@/components/link';
import { SearchBox } from '@/components/search-box';
import { Select } from '@/components/select';
import { TextInput } from '@/components/text-input';
import { withSearch } from '@/lib/web/search';
import { chipsOf, type Filters } from './filters';

export type ListToolsProps = { base: string; filters: Filters };

const ORDERS = [
  { value: '', label: 'Newest first' },
  { value: 'name', label: 'By name' },
];
const IDLE = [30, 90, 180, 365].map((days) => ({ value: String(days), label: `${days} days` }));

const DUE = [
  { value: '0', label: 'Overdue' },
  ...[7, 30, 90].map((days) => ({ value: String(days), label: `Within ${days} days` })),
];

/** Search, order and filters. All of it is in the address, and works without scripts. */
export function ListTools({ base, filters }: ListToolsProps) {
  const { q, ...rest } = filters;
  const kept = Object.entries(rest).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const chips = chipsOf(filters);
  return (
    <div className="mb-4 flex flex-col gap-3">
      {/* The button stays beside the search while its form opens below both. */}
      <div className="relative">
        <div className="pr-35 sm:max-w-xs sm:pr-0">
          <SearchBox action={base} label="Search by name" defaultValue={q} keep={Object.fromEntries(kept)} />
        </div>
        {/* A new one after each choice: closed, and with what was chosen in its fields. */}
        <details key={JSON.stringify(filters)}>
          <summary
            className={`${buttonClass('secondary', 'md')} absolute! top-0 right-0 list-none sm:right-auto sm:left-82 [&::-webkit-details-marker]:hidden`}
          >
            <ListFilter aria-hidden="true" />
            Sort and filter
          </summary>
          <FilterForm base={base} filters={filters} />
        </details>
      </div>
      {chips.length > 0 && (
        <ul aria-label="Filters" className="flex flex-wrap items-center gap-2">
          {chips.map(({ key, words, without }) => (
            <li key={key} className="max-w-full">
              <Link
                href={withSearch(base, { ...without })}
                aria-label={`${words}: take this filter away`}
                className="flex min-h-7 items-center gap-1.5 rounded-md border border-accent-line bg-accent-soft px-2 text-xs text-accent-text hover:border-accent-text touch:min-h-11"
              >
                <span className="min-w-0 truncate">{words}</span>
                <X aria-hidden="true" className="size-3.5 shrink-0" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function FilterForm({ base, filters }: ListToolsProps) {
  const { q, sort, prefix, since, idle, due, by, item, unread, tag } = filters;
  return (
    <NextForm
      action={base}
      prefetch={false}
      className="mt-3 grid gap-4 rounded-lg border bg-surface p-4 shadow-xs sm:grid-cols-2 lg:grid-cols-3"
    >
      {q && <input type="hidden" name="q" value={q} />}
      <Field label="Order">
        <Select name="sort" options={ORDERS} defaultValue={sort ?? ''} />
      </Field>
      <Field label="Name starts with">
        <TextInput name="prefix" mono autoComplete="off" maxLength={200} defaultValue={prefix} />
      </Field>
      <Field label="Last written by">
        <TextInput name="by" autoComplete="off" maxLength={200} defaultValue={by} />
      </Field>
      <Field label="Value replaced since">
        <TextInput name="since" type="date" defaultValue={since} />
      </Field>
      <Field label="Value not replaced for">
        <Select name="idle" placeholder="Any time" options={IDLE} defaultValue={idle ?? ''} />
      </Field>
      <Field label="Expires or is to be replaced">
        <Select name="due" placeholder="Any time" options={DUE} defaultValue={due ?? ''} />
      </Field>
      <Field label="Key context holds">
        <TextInput
          name="item"
          mono
          autoComplete="off"
          maxLength={200}
          placeholder="service=api"
          defaultValue={item}
        />
      </Field>
      <Field label="Tagged">
        <TextInput name="tag" autoComplete="off" maxLength={40} defaultValue={tag} />
      </Field>
      <Checkbox
        name="unread"
        value="1"
        label="Never read"
        defaultChecked={unread === '1'}
        className="sm:col-span-full"
      />
      <div className="flex flex-wrap gap-2 sm:col-span-full">
        <Button type="submit" variant="primary">
          Apply
        </Button>
        <Link href={withSearch(base, { q })} className={buttonClass('ghost', 'md')}>
          Clear
        </Link>
      </div>
    </NextForm>
  );
}
