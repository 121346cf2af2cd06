'use client';

import { Fingerprint } from 'lucide-react';
import { type ReactNode, useSyncExternalStore } from 'react';
import { Button, type ButtonProps } from '@/components/button';

export type PasskeyButtonProps = Pick<ButtonProps, 'variant' | 'size' | 'pending'> & {
  children: ReactNode;
  /** With the form around the button. */
  onPress: (form: HTMLFormElement | null) => void;
};

/** Only where the browser has passkeys: with scripts, and under https or on this very machine. */
export function PasskeyButton({ children, onPress, ...look }: PasskeyButtonProps) {
  if (!useHasPasskeys()) return null;
  return (
    <Button
      {...look}
      icon={<Fingerprint aria-hidden="true" />}
      onClick={({ currentTarget }) => onPress(currentTarget.form)}
    >
      {children}
    </Button>
  );
}

export function useHasPasskeys(): boolean {
  return useSyncExternalStore(never, hasPasskeys, () => false);
}

const hasPasskeys = () => typeof PublicKeyCredential === 'function';
const never = () => () => {};

/** Between a passkey and what is typed. */
export function OrLine() {
  if (!useHasPasskeys()) return null;
  return (
    <div className="flex items-center gap-3 text-xs text-subtle">
      <span className="flex-1 border-t" />
      or
      <span className="flex-1 border-t" />
    </div>
  );
}
