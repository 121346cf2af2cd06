'use client';

import { CodeBlock } from '@/components/code-text';
import { CopyButton } from '@/components/copy-button';

/** What is registered at a provider, letter by letter. */
export function RedirectUri({ uri }: { uri: string }) {
  return (
    <>
      <CodeBlock label="Redirect URI">{uri}</CodeBlock>
      <div className="noscript:hidden">
        <CopyButton size="sm" label="Copy the redirect URI" getText={() => Promise.resolve(uri)} />
      </div>
    </>
  );
}
