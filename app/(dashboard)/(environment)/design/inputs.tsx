'use client';

import { Button } from '@/components/button';
import { Checkbox, Radio, RowCheckbox } from '@/components/checkbox';
import { ChoiceGroup } from '@/components/choice-group';
import { Disclosure } from '@/components/disclosure';
import { Field } from '@/components/field';
import { FileButton } from '@/components/file-button';
import { Form, FormActions } from '@/components/form';
import { PasswordInput } from '@/components/password-input';
import { SearchBox } from '@/components/search-box';
import { Select } from '@/components/select';
import { TextArea } from '@/components/text-area';
import { TextInput } from '@/components/text-input';
import { Part, Row } from './part';

const OPTIONS = [
  { value: 'a', label: 'First' },
  { value: 'b', label: 'Second' },
];

export function Inputs() {
  return (
    <Part title="What is filled in">
      <Form action={() => undefined}>
        <div className="grid gap-5 sm:grid-cols-2">
          <Field label="Field" hint="A hint says what belongs here.">
            <TextInput placeholder="TextInput" />
          </Field>
          <Field label="With an error" required error="An error says what to do.">
            <TextInput defaultValue="wrong" mono />
          </Field>
          <Field label="TextArea" optional>
            <TextArea rows={3} mono defaultValue={'several\nlines'} />
          </Field>
          <Field label="Select">
            <Select options={OPTIONS} placeholder="Choose" />
          </Field>
          <Field label="PasswordInput">
            <PasswordInput autoComplete="off" />
          </Field>
          <Field label="Disabled">
            <TextInput disabled defaultValue="cannot be changed" />
          </Field>
          <ChoiceGroup legend="ChoiceGroup of Radio" hint="One of them.">
            <Radio name="design-radio" value="1" label="One" defaultChecked />
            <Radio name="design-radio" value="2" label="Two" hint="With a hint" />
          </ChoiceGroup>
          <ChoiceGroup legend="ChoiceGroup of Checkbox" error="Choose at least one.">
            <Checkbox name="design-a" label="One" />
            <Checkbox name="design-b" label="Two" disabled />
          </ChoiceGroup>
        </div>
        <FormActions>
          <Button type="submit" variant="primary">
            Save
          </Button>
          <Button variant="ghost">Cancel</Button>
        </FormActions>
      </Form>
      <Row name="SearchBox">
        <SearchBox action="/design" label="Search by name" />
      </Row>
      <Row name="RowCheckbox, FileButton">
        <RowCheckbox label="Choose the example" />
        <FileButton onFile={() => Promise.resolve()}>Choose a file</FileButton>
      </Row>
      <Disclosure title="Disclosure" description="A card that opens, without scripts too.">
        <p className="text-sm">What is not always wanted.</p>
      </Disclosure>
    </Part>
  );
}
