import { useState } from 'react';
import { announce } from '@/components/live-region';
import type { Imported } from '@/lib/vault';
import { MAX_IMPORT_BYTES } from '@/lib/web/import-limit';
import type { Format } from '../_files/parsed';
import { postWithProgress } from './post-with-progress';
import { firstChoice, type PreviewRow, previewOf } from './preview';

export interface Source {
  readonly text: string;
  readonly format: Format;
  /** By the person, and not by the look of the text. */
  readonly isChosen: boolean;
  /** Null: it was typed or pasted. */
  readonly fileName: string | null;
}

export const NO_SOURCE: Source = { text: '', format: 'env', isChosen: false, fileName: null };

export type Step =
  | { readonly at: 'source'; readonly problem?: string }
  | { readonly at: 'working'; readonly label: string; readonly done: number; readonly all: number }
  | {
      readonly at: 'preview';
      readonly rows: readonly PreviewRow[];
      readonly chosen: ReadonlySet<number>;
      readonly note?: string | undefined;
      readonly problem?: string;
    }
  | { readonly at: 'done'; readonly imported: Imported; readonly left: number };

/** The vault tells of every hundred. */
const LAST_ROWS = 100;

const TOO_LARGE = 'This is more than 16 MiB. Import it in parts.';

/** From a file to a preview, and from the preview to a report. What was given stays whatever happens. */
export function useImport(organizationId: string, mostRows: number) {
  const [step, setStep] = useState<Step>({ at: 'source' });
  const base = `/orgs/${organizationId}/import`;
  const send = <Path extends 'compare' | 'store'>(path: Path, label: string, rows: readonly object[]) => {
    const body = JSON.stringify({ rows });
    if (new TextEncoder().encode(body).length > MAX_IMPORT_BYTES)
      return Promise.resolve({ error: TOO_LARGE });
    setStep({ at: 'working', label, done: 0, all: rows.length });
    const show = (done: number, all: number) =>
      // The write itself is one step, of which nobody knows how far it is.
      path === 'store' && all - done < LAST_ROWS
        ? setStep({ at: 'working', label: 'Saving all of it at once', done: 0, all: 0 })
        : setStep({ at: 'working', label, done, all });
    return postWithProgress(base, path, body, show);
  };

  async function preview({ text, format }: Source) {
    const refuse = (problem: string) => setStep({ at: 'source', problem });
    setStep({ at: 'working', label: 'Reading the file', done: 0, all: 0 });
    const { parseFile } = await import('../_files/parse-file');
    const { rows, problem, note } = await parseFile(text, format);
    if (problem) return refuse(problem);
    if (rows.length === 0) return refuse('There are no secrets in this.');
    const good = rows.filter(({ fault }) => fault === undefined);
    if (good.length > mostRows) {
      return refuse(
        `This has ${good.length.toLocaleString('en')} secrets, and at most ${mostRows.toLocaleString('en')} are imported at once. Import it in parts.`,
      );
    }
    const asked = good.map(({ name, value }) => ({ name, value }));
    const label = 'Comparing with what is stored';
    const answer = asked.length > 0 ? await send('compare', label, asked) : { result: [] };
    if ('error' in answer) return refuse(answer.error);
    const compared = previewOf(rows, answer.result);
    setStep({ at: 'preview', rows: compared, chosen: firstChoice(compared), note });
    announce('The preview is ready.');
  }

  async function store(from: Extract<Step, { at: 'preview' }>) {
    const wanted = from.rows.filter(({ index }) => from.chosen.has(index));
    const rows = wanted.map(({ name, value, over }) => ({ name, value, over }));
    const answer = await send('store', 'Encrypting', rows);
    if ('error' in answer) return setStep({ ...from, problem: answer.error });
    setStep({ at: 'done', imported: answer.result, left: from.rows.length - wanted.length });
  }

  return { step, setStep, preview, store };
}
