const NO_CLIPBOARD = 'This browser does not allow copying';
const NOT_COPIED = 'Could not copy';

/** Without https the Clipboard API is missing; the old command still works, and puts nothing into the page. */
function copyByCommand(text: string): boolean {
  const handle = (event: ClipboardEvent) => {
    event.preventDefault();
    event.clipboardData?.setData('text/plain', text);
  };
  document.addEventListener('copy', handle, { once: true });
  try {
    return document.execCommand('copy');
  } finally {
    document.removeEventListener('copy', handle);
  }
}

/** Fetches a text and copies it. Resolves to nothing, or to the words for what went wrong. */
export async function writeClipboard(
  getText: () => Promise<string | { error: string }>,
): Promise<string | undefined> {
  try {
    const result = await getText();
    if (typeof result !== 'string') return result.error;
    if (navigator.clipboard) await navigator.clipboard.writeText(result);
    else if (!copyByCommand(result)) return NO_CLIPBOARD;
    return undefined;
  } catch {
    return NOT_COPIED;
  }
}
