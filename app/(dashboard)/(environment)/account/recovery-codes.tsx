'use client';

import { Button } from '@/components/button';
import { CodeBlock } from '@/components/code-text';
import { CopyButton } from '@/components/copy-button';
import { DialogActions } from '@/components/dialog';
import { Notice } from '@/components/notice';

export type NewCodes = { readonly recoveryCodes: readonly string[] };

/** The last step of both dialogs. They are nowhere else. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const text = codes.join('\n');
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="success" live title="Keep these recovery codes. They are not shown again.">
        Each signs you in once in place of a code, if your phone is lost. Keep them where your password is
        not.
      </Notice>
      <CodeBlock label="Recovery codes">{text}</CodeBlock>
      <DialogActions>
        <CopyButton label="Copy codes" getText={() => Promise.resolve(text)} />
        <Button variant="primary" onClick={onDone}>
          I have kept them
        </Button>
      </DialogActions>
    </div>
  );
}
