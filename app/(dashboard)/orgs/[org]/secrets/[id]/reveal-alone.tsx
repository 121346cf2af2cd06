import { Eye } from 'lucide-react';
import { buttonClass } from '@/components/button-styles';
import { TextInput } from '@/components/text-input';

export type RevealAloneProps = {
  /** Where values of this secret are asked for. */
  path: string;
  /** A version other than the current one. */
  versionId?: string | undefined;
  label: string;
  /** The organization wants to know why. */
  asksReason: boolean;
};

/** Without scripts: the value comes as an answer of its own, and Back leads here again. */
export function RevealAlone({ path, versionId, label, asksReason }: RevealAloneProps) {
  return (
    <noscript>
      <form method="post" action={`${path}/alone`} className="flex flex-wrap items-center gap-2">
        {versionId !== undefined && <input type="hidden" name="versionId" value={versionId} />}
        {asksReason && (
          <TextInput
            name="reason"
            required
            autoComplete="off"
            maxLength={500}
            aria-label={`Reason. ${label}`}
            placeholder="Reason, kept in the activity"
            className="w-64 max-w-full"
          />
        )}
        <button
          type="submit"
          aria-label={label}
          className={buttonClass(versionId === undefined ? 'primary' : 'ghost', versionId ? 'sm' : 'md')}
        >
          <Eye aria-hidden="true" />
          Reveal
        </button>
      </form>
    </noscript>
  );
}
