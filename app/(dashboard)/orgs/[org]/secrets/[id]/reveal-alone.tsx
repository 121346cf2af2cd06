import { Eye } from 'lucide-react';
import { buttonClass } from '@/components/button-styles';

export type RevealAloneProps = {
  /** Where values of this secret are asked for. */
  path: string;
  /** A version other than the current one. */
  versionId?: string | undefined;
  label: string;
};

/** Without scripts: the value comes as an answer of its own, and Back leads here again. */
export function RevealAlone({ path, versionId, label }: RevealAloneProps) {
  return (
    <noscript>
      <form method="post" action={`${path}/alone`}>
        {versionId !== undefined && <input type="hidden" name="versionId" value={versionId} />}
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
