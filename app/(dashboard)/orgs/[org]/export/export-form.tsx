'use client';

import { type SubmitEvent, useState } from 'react';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Radio } from '@/components/checkbox';
import { ChoiceGroup } from '@/components/choice-group';
import { CodeText } from '@/components/code-text';
import { Field } from '@/components/field';
import { Form, FormActions } from '@/components/form';
import { Notice } from '@/components/notice';
import { PasswordInput } from '@/components/password-input';
import { Select } from '@/components/select';
import { TextInput } from '@/components/text-input';
import type { ExportEncryption } from '@/lib/vault';
import type { Failure } from '@/lib/web/failure';
import { FORMATS, type Format } from '../_files/parsed';
import { type Taken, takeFile } from './take-file';

const CHOICES = Object.entries(FORMATS).map(([value, { label }]) => ({ value, label }));

const ABOUT: Record<Format, string> = {
  env: 'Names of letters, digits, “_”, “-” and “.” only.',
  json: 'An object of names and texts.',
  yaml: 'A mapping of names and texts.',
  csv: 'Two columns, name and value. Cells stay as they are: a spreadsheet takes those that begin with =, +, - or @ for formulas.',
};

const ENCRYPTIONS: readonly { value: ExportEncryption; label: string; hint: string }[] = [
  { value: 'passphrase', label: 'With a passphrase', hint: 'Whoever has it opens the file with age.' },
  { value: 'age', label: 'For a recipient of age', hint: 'Only who has the private key opens it.' },
  { value: 'none', label: 'Not at all', hint: 'The file holds every value in clear.' },
];

export type ExportFormProps = { organizationId: string; reasonChars: number };

export function ExportForm({ organizationId, reasonChars }: ExportFormProps) {
  const [format, setFormat] = useState<Format>('env');
  const [encryption, setEncryption] = useState<ExportEncryption>('passphrase');
  const [answer, setAnswer] = useState<Taken | Failure>();
  const [pending, setPending] = useState(false);
  const failure = answer && 'status' in answer ? answer : undefined;
  const fields = failure?.fields ?? {};

  function adopt(given: FormData) {
    setFormat(given.get('format') as Format);
    setEncryption(given.get('encryption') as ExportEncryption);
  }
  async function send(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const form = event.currentTarget;
    setPending(true);
    setAnswer(undefined);
    const given = Object.fromEntries(new FormData(form));
    const next = await takeFile(`/orgs/${organizationId}/export/file`, given);
    setPending(false);
    setAnswer(next);
    if (!('status' in next)) form.reset();
  }

  return (
    <Form action={nothing} onSubmit={(event) => void send(event)} state={answer} adopt={adopt} noValidate>
      <FormProblem failure={failure} />
      {answer && !('status' in answer) && <Done taken={answer} />}
      <Card>
        <div className="flex flex-col gap-5">
          <Field label="Format" hint={ABOUT[format]}>
            <Select
              name="format"
              options={CHOICES}
              value={format}
              onChange={(event) => setFormat(event.currentTarget.value as Format)}
              className="sm:w-56"
            />
          </Field>
          <ChoiceGroup legend="Encryption">
            {ENCRYPTIONS.map(({ value, label, hint }) => (
              <Radio
                key={value}
                name="encryption"
                value={value}
                label={label}
                hint={hint}
                checked={encryption === value}
                onChange={() => setEncryption(value)}
              />
            ))}
          </ChoiceGroup>
          {encryption === 'passphrase' && (
            <Field
              label="Passphrase"
              required
              error={fields.passphrase}
              hint="At least 12 characters. It is stored nowhere: without it, the file stays closed."
            >
              <PasswordInput name="passphrase" autoComplete="new-password" />
            </Field>
          )}
          {encryption === 'age' && (
            <Field
              label="Recipient"
              required
              error={fields.recipient}
              hint="The public key that age-keygen prints. It begins with age1."
            >
              <TextInput name="recipient" mono autoComplete="off" placeholder="age1…" />
            </Field>
          )}
          {encryption === 'none' && (
            <Notice tone="warning">
              Whoever gets hold of this file has every value of this organization. Delete it once it has
              served.
            </Notice>
          )}
          <Field
            label="Reason"
            required
            error={fields.reason}
            hint="It stands in the activity, for everybody who may read that."
          >
            <TextInput name="reason" autoComplete="off" maxLength={reasonChars} />
          </Field>
        </div>
      </Card>
      <FormActions>
        <Button type="submit" variant="primary" pending={pending}>
          Export
        </Button>
      </FormActions>
    </Form>
  );
}

function Done({ taken: { fileName, secrets, leftOut } }: { taken: Taken }) {
  return (
    <Notice
      tone="success"
      live
      title={secrets === 1 ? '1 secret exported' : `${secrets.toLocaleString('en')} secrets exported`}
    >
      <CodeText>{fileName}</CodeText> is in your downloads.
      {fileName.endsWith('.age') && (
        <>
          {' '}
          To open it: <CodeText>{`age -d ${fileName} > ${fileName.slice(0, -4)}`}</CodeText>
        </>
      )}
      {leftOut > 0 && (
        <p className="mt-1.5">
          {leftOut === 1 ? '1 secret was left out: it is' : `${leftOut} secrets were left out: each is`}{' '}
          restricted to others, or opens with an approval only.
        </p>
      )}
    </Notice>
  );
}

/** Everything is sent by script: the answer is a file. */
const nothing = () => {};
