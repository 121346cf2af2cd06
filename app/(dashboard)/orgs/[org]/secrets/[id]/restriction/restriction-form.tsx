'use client';

import { useState } from 'react';
import { AccessPreview } from '@/app/(dashboard)/_parts/access-preview';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { PlaceFields } from '@/app/(dashboard)/_parts/place-fields';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Checkbox, Radio } from '@/components/checkbox';
import { ChoiceGroup } from '@/components/choice-group';
import { Form, FormActions } from '@/components/form';
import { LinkButton } from '@/components/link-button';
import { Notice } from '@/components/notice';
import type { Subject } from '@/lib/vault';
import { useFormAction } from '@/lib/web/use-form-action';
import type { Place } from '../delete-secret';
import { changeRestrictionAction } from './actions';
import { SubjectChoice } from './subject-choice';

export type RestrictionFormProps = {
  place: Place;
  /** Of whoever changes it. */
  userId: string | undefined;
  /** Whom it names now. */
  named: readonly Subject[];
  candidates: readonly Subject[];
  needsApproval: boolean;
  /** How many people may approve a request. */
  deciders: number;
  /** There are more candidates than are told. */
  more: boolean;
};

export function RestrictionForm({
  place,
  userId,
  named,
  candidates,
  needsApproval,
  deciders,
  more,
}: RestrictionFormProps) {
  const { failure, given, pending, form } = useFormAction(changeRestrictionAction);
  const before = named.map(({ subject }) => subject);
  const [who, setWho] = useState(given.who?.[0] ?? (named.length > 0 ? 'some' : 'all'));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(given.subject ?? before));
  const [marked, setMarked] = useState(given.who ? given.needsApproval?.[0] === 'yes' : needsApproval);
  const some = who === 'some';
  const subjects = some ? [...chosen].toSorted() : [];
  const isOther = marked !== needsApproval || subjects.join() !== before.toSorted().join();
  const page = `/orgs/${place.organizationId}/secrets/${place.secretId}`;

  function adopt(data: FormData) {
    setWho(data.get('who') === 'some' ? 'some' : 'all');
    setChosen(new Set(data.getAll('subject').map(String)));
    setMarked(data.get('needsApproval') === 'yes');
  }
  function choose(subject: string, wanted: boolean) {
    const next = new Set(chosen);
    if (wanted) next.add(subject);
    else next.delete(subject);
    setChosen(next);
  }

  return (
    <Form {...form} adopt={adopt}>
      <FormProblem failure={failure?.fields.subjects ? undefined : failure} />
      <PlaceFields {...place} />
      {/* What the page was made with: the vault refuses if somebody has changed it since. */}
      {before.map((subject) => (
        <input key={subject} type="hidden" name="wasSubject" value={subject} />
      ))}
      <input type="hidden" name="wasNeedsApproval" value={needsApproval ? 'yes' : ''} />
      <Card>
        <div className="flex flex-col gap-6">
          <ChoiceGroup legend="Who may open and change it" error={failure?.fields.subjects}>
            <Radio
              name="who"
              value="all"
              label="Whoever has the right in this organization"
              checked={!some}
              onChange={() => setWho('all')}
            />
            <Radio
              name="who"
              value="some"
              label="Of those, only the ones named here"
              hint="It gives nobody a right that they do not have. An administrator can always change this again, and that is recorded."
              checked={some}
              onChange={() => setWho('some')}
            />
          </ChoiceGroup>
          <div className={some ? undefined : 'hidden noscript:block'}>
            <SubjectChoice
              candidates={[...candidates, ...named.filter((one) => !isAmong(candidates, one))]}
              chosen={chosen}
              onChoose={choose}
              more={more}
            />
          </div>
          <Checkbox
            name="needsApproval"
            value="yes"
            label="It opens with the approval of a second person"
            hint="A person asks and says why, an administrator agrees for a while. No API key opens it, and no export takes it along. It can be written as before."
            checked={marked}
            onChange={(event) => setMarked(event.currentTarget.checked)}
          />
          {marked && deciders < 2 && (
            <Notice tone="warning">
              Only one person could approve here, and nobody approves what they ask for themselves. That
              person could not open it.
            </Notice>
          )}
        </div>
      </Card>
      <AccessPreview
        userId={userId}
        change={
          isOther && !(some && subjects.length === 0)
            ? {
                kind: 'restriction',
                secretId: place.secretId,
                organizationId: place.organizationId,
                subjects: some ? subjects : null,
                needsApproval: marked,
              }
            : null
        }
      />
      <FormActions>
        <Button type="submit" variant="primary" pending={pending}>
          Save
        </Button>
        <LinkButton href={page} variant="ghost">
          Cancel
        </LinkButton>
        {failure?.code === 'version_mismatch' && (
          // A whole new page: the fields begin from what is there now.
          <a href={`${page}/restriction`} className="text-sm underline">
            Show how it is now
          </a>
        )}
      </FormActions>
    </Form>
  );
}

const isAmong = (all: readonly Subject[], { subject }: Subject) => all.some((one) => one.subject === subject);
