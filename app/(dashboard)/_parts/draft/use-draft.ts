'use client';

import { useMemo, useState, useSyncExternalStore } from 'react';
import { type DraftFields, draftName, openDraft, savedAtOf, sealDraft } from './sealed-drafts';

const QUIET_MS = 300;
/** Not what was typed: the place, what the page was made with, and React's own fields. */
const NOT_TYPED = /^\$|^was_|^organizationId$|^secretId$/;
const LOST = 'The server could not be reached. Try again.';
/** Says nothing by itself. */
const NOT_A_DRAFT = /^versionCheck$/;

export interface Draft {
  /** When the one was left that is there from before, in milliseconds; null if there is none. */
  readonly offered: number | null;
  /** Why it could not be brought back. */
  readonly problem: string | undefined;
  /** What was brought back; the form begins anew with each round. */
  readonly fields: DraftFields | undefined;
  readonly value: string | undefined;
  readonly round: number;
  readonly restore: () => Promise<void>;
  readonly forget: () => void;
  /** Keeps what stands in the form, once it is quiet for a moment. */
  readonly keep: (form: HTMLFormElement) => void;
  /** Nothing is left of what is saved; `failed` takes that back. */
  readonly sent: () => void;
  readonly failed: () => void;
}

/** What is typed into a form and not yet saved, encrypted, for as long as the tab is open. */
export function useDraft(owner: string, place: string): Draft {
  const name = draftName(owner, place);
  const [back, setBack] = useState<{ fields: DraftFields | undefined; round: number }>({
    fields: undefined,
    round: 0,
  });
  const keeper = useMemo(() => draftKeeper(owner, name), [owner, name]);

  const [answered, setAnswered] = useState(false);
  const [problem, setProblem] = useState<string>();
  const left = useSyncExternalStore(never, keeper.left, () => null);

  async function restore() {
    const opened = await keeper.open();
    if (typeof opened === 'string') return setProblem(opened);
    setAnswered(true);
    setBack({ fields: opened, round: back.round + 1 });
  }
  function forget() {
    keeper.forget();
    setAnswered(true);
    setBack({ fields: undefined, round: back.round });
  }
  return {
    offered: answered ? null : left,
    problem,
    fields: back.fields,
    value: valueOf(back.fields),
    round: back.round,
    restore,
    forget,
    keep: keeper.keep,
    sent: keeper.sent,
    failed: keeper.failed,
  };
}

/** The storage of one draft. Without a secure context there are no keys, and nothing is kept. */
function draftKeeper(owner: string, name: string) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let taken: string | null = null;
  let last: HTMLFormElement | undefined;
  /** The draft from before, as long as nobody has said what should become of it: it is not written over. */
  let before: number | null | undefined;
  function left(): number | null {
    if (before === undefined) before = savedAtOf(stored());
    return before;
  }
  /** Whatever was begun before the last turn is of no more use. */
  let turn = 0;
  const stored = () => sessionStorage.getItem(name);
  const stop = () => {
    clearTimeout(timer);
    turn += 1;
  };
  function forget() {
    before = null;
    stop();
    sessionStorage.removeItem(name);
  }
  async function store(fields: DraftFields, mine: number) {
    const sealed = await sealDraft(owner, name, fields).catch(() => null);
    if (sealed !== null && mine === turn) sessionStorage.setItem(name, sealed);
  }
  return {
    left,
    forget,
    /** @returns the fields, or in words why not. */
    async open(): Promise<DraftFields | string> {
      try {
        const fields = await openDraft(owner, name, stored() ?? '{}');
        before = null;
        return fields;
      } catch (error) {
        // What Web Crypto says of another key, or of bytes that were changed.
        return error instanceof DOMException ? 'It cannot be opened any more.' : LOST;
      }
    },
    keep,
    sent: () => {
      if (left() !== null) return;
      taken = stored();
      forget();
    },
    failed: () => {
      if (taken !== null) sessionStorage.setItem(name, taken);
      else if (last) keep(last);
    },
  };
  function keep(form: HTMLFormElement) {
    last = form;
    if (!globalThis.isSecureContext || left() !== null) return;
    stop();
    const mine = turn;
    timer = setTimeout(() => {
      const fields = typedIn(form);
      if (fields) void store(fields, mine);
      else forget();
    }, QUIET_MS);
  }
}

const never = () => () => {};

/** @returns null if nothing was typed. */
function typedIn(form: HTMLFormElement): DraftFields | null {
  const fields: Record<string, string[]> = {};
  for (const [name, entry] of new FormData(form)) {
    if (typeof entry === 'string' && !NOT_TYPED.test(name)) fields[name] = [...(fields[name] ?? []), entry];
  }
  const typed = Object.entries(fields).some(
    ([name, texts]) => !NOT_A_DRAFT.test(name) && texts.some((text) => text !== '' && text !== '""'),
  );
  return typed ? fields : null;
}

/** ValueField sends a value as JSON, where every line break is itself. */
function valueOf(fields: DraftFields | undefined): string | undefined {
  const json = fields?.valueJson?.[0];
  return json === undefined ? undefined : (JSON.parse(json) as string);
}
