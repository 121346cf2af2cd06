import { CodeBlock } from '@/components/code-text';

const COMMAND = 'npm run -s strongroom -- setup-link';

/** Where a set-up link comes from. */
export function SetupLinkWays() {
  return (
    <div className="flex flex-col gap-3 text-sm text-muted">
      <p>Open the link that the server printed when it started. It works for an hour, and once.</p>
      <p>For a new one, run this where Strongroom runs, or start Strongroom again:</p>
      <CodeBlock label="Command for a new set-up link">{COMMAND}</CodeBlock>
    </div>
  );
}
