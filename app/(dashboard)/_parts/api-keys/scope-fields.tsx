'use client';

import { useState } from 'react';
import { Checkbox, Radio } from '@/components/checkbox';
import { ChoiceGroup } from '@/components/choice-group';
import type { KeyScope } from '@/lib/vault';
import { BY_NAME, READ_ONLY, SCOPE_WORDS } from './key-words';

type Preset = 'all' | 'read' | 'some';

type ScopeFieldsProps = {
  givable: readonly KeyScope[];
  /** Names are given: what they cannot narrow is not for this key. */
  byName: boolean;
  error?: string | undefined;
};

/** Two that most want, and each by itself for the others. */
export function ScopeFields({ givable, byName, error }: ScopeFieldsProps) {
  const [preset, setPreset] = useState<Preset>('all');
  const radio = (value: Preset, label: string, hint: string) => (
    <Radio
      name="preset"
      value={value}
      label={label}
      hint={hint}
      checked={preset === value}
      onChange={() => setPreset(value)}
    />
  );
  return (
    <ChoiceGroup legend="What it may do" error={error}>
      {radio('all', 'Everything', 'All that a program can do and you may do yourself.')}
      {radio('read', 'Read only', 'Reads values and lists names. Changes nothing.')}
      {radio('some', 'What I choose', 'Each of these by itself.')}
      {preset === 'some' && (
        <fieldset className="ml-6.5 flex flex-col gap-1 border-l pl-4 touch:ml-7.5">
          <legend className="sr-only">Chosen</legend>
          {givable.map((scope) => (
            <Checkbox
              key={scope}
              name="scopes"
              value={scope}
              defaultChecked={READ_ONLY.includes(scope)}
              disabled={byName && !BY_NAME.includes(scope)}
              label={SCOPE_WORDS[scope].label}
            />
          ))}
        </fieldset>
      )}
    </ChoiceGroup>
  );
}

/** What was chosen, of what can be given. */
export function scopesOf(data: FormData, givable: readonly KeyScope[], byName: boolean): readonly KeyScope[] {
  const preset = data.get('preset');
  if (preset === 'some') return givable.filter((scope) => data.getAll('scopes').includes(scope));
  const wanted = preset === 'read' ? READ_ONLY : byName ? BY_NAME : givable;
  return wanted.filter((scope) => givable.includes(scope));
}
