import { LinkButton } from '@/components/link-button';
import { Notice } from '@/components/notice';
import { withSearch } from '@/lib/web/search';
import { problemInWords } from '@/lib/web/sso-problems';
import { waysToSignIn } from '@/lib/web/sso-ways';
import { SsoLink } from './sso-link';

/** Why somebody came back from a provider without being signed in. */
export function SsoProblem({ code }: { code: unknown }) {
  const words = problemInWords(code);
  if (!words) return null;
  return (
    <Notice tone="warning" title="Not signed in" className="mb-5">
      {words}
    </Notice>
  );
}

/** The identity providers of the environment, and the way to those of organizations. */
export async function SsoWays({ next }: { next: string }) {
  const { everywhere } = await waysToSignIn();
  return (
    <div className="mt-5 flex flex-col gap-2.5 border-t pt-5">
      {everywhere.map(({ id, name }) => (
        <SsoLink key={id} provider={id} next={next}>
          Continue with {name}
        </SsoLink>
      ))}
      <LinkButton
        href={withSearch('/sign-in/single-sign-on', { next: next === '/' ? undefined : next })}
        variant="ghost"
        size="lg"
      >
        Single sign-on of your organization
      </LinkButton>
    </div>
  );
}
