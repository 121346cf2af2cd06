'use client';

import { useLayoutEffect, useRef, useState } from 'react';
import { Checkbox } from '@/components/checkbox';
import { ChoiceGroup } from '@/components/choice-group';
import { Field } from '@/components/field';
import { TextInput } from '@/components/text-input';
import type { Subject } from '@/lib/vault';

const GROUPS: readonly (readonly [Subject['kind'], string])[] = [
  ['role', 'Everybody with a role'],
  ['person', 'People'],
  ['key', 'API keys'],
];

/** Fewer are seen at a glance. */
const MANY = 12;

export type SubjectChoiceProps = {
  candidates: readonly Subject[];
  chosen: ReadonlySet<string>;
  onChoose: (subject: string, wanted: boolean) => void;
  more: boolean;
};

/** Checkboxes by kind, with a search where they are many. What is not found stays chosen. */
export function SubjectChoice({ candidates, chosen, onChoose, more }: SubjectChoiceProps) {
  const [search, setSearch] = useState('');
  const field = useRef<HTMLInputElement>(null);
  // What was typed before scripts ran.
  useLayoutEffect(() => setSearch(field.current?.value ?? ''), []);
  const needle = search.trim().toLowerCase();
  const isFound = ({ name, detail }: Subject) => `${name} ${detail ?? ''}`.toLowerCase().includes(needle);
  const found = candidates.filter(isFound).length;
  return (
    <div className="flex flex-col gap-5">
      {candidates.length > MANY && (
        <div className="noscript:hidden">
          <Field
            label="Search"
            hint={needle ? `${found} of ${candidates.length}, ${chosen.size} chosen` : undefined}
          >
            <TextInput
              ref={field}
              type="search"
              autoComplete="off"
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
              onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
            />
          </Field>
        </div>
      )}
      {GROUPS.map(([kind, legend]) => {
        const all = candidates.filter((one) => one.kind === kind);
        return (
          all.length > 0 && (
            <ChoiceGroup key={kind} legend={legend} className={all.some(isFound) ? undefined : 'hidden'}>
              {all.map((one) => (
                <Checkbox
                  key={one.subject}
                  name="subject"
                  value={one.subject}
                  className={isFound(one) ? undefined : 'hidden'}
                  label={
                    <span className="wrap-anywhere">
                      {one.name} {one.detail && <span className="text-subtle">{one.detail}</span>}
                    </span>
                  }
                  checked={chosen.has(one.subject)}
                  onChange={(event) => onChoose(one.subject, event.currentTarget.checked)}
                />
              ))}
            </ChoiceGroup>
          )
        );
      })}
      {more && (
        <p className="text-sm text-subtle">
          And others: there are too many to list. Name a role in place of people.
        </p>
      )}
    </div>
  );
}
