'use client';

import { useRouter } from 'next/navigation';
import { ProofFields, typedWays, useProofByPasskey } from '@/app/(dashboard)/_parts/proof-fields';
import { Button } from '@/components/button';
import { Form } from '@/components/form';
import type { ProofWays } from '@/lib/vault';
import { useFormAction } from '@/lib/web/use-form-action';
import { confirmAction } from './actions';

export function ConfirmForm({ ways, next }: { ways: ProofWays; next: string }) {
  const router = useRouter();
  const typed = useFormAction(confirmAction);
  const passkey = useProofByPasskey(() => router.replace(next));
  return (
    <Form {...typed.form}>
      <input type="hidden" name="next" value={next} />
      <ProofFields ways={ways} failure={passkey.failure ?? typed.failure} passkey={passkey} />
      {typedWays(ways) && (
        <Button
          type="submit"
          variant={ways.passkey ? 'secondary' : 'primary'}
          size="lg"
          pending={typed.pending}
        >
          Confirm
        </Button>
      )}
    </Form>
  );
}
