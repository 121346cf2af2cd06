'use client';

import { clsx } from 'clsx';
import { Fingerprint } from 'lucide-react';
import { type ReactNode, useSyncExternalStore } from 'react';
import { Button, type ButtonProps } from '@/components/button';

export type PasskeyButtonProps = Pick<ButtonProps, 'variant' | 'size' | 'pending'> & {
  children: ReactNode;
  /** With the form around the button. */
  onPress: (form: HTMLFormElement | null) => void;
};

/** Keeps the place of what shows once scripts run, so that nothing moves then. */
const PLACE = 'invisible noscript:hidden';

/** Only where the browser has passkeys: with scripts, and under https or on this very machine. */
export function PasskeyButton({ children, onPress, ...look }: PasskeyButtonProps) {
  const has = useHasPasskeys();
  if (has === false) return null;
  return (
    <Button
      {...look}
      className={has ? undefined : PLACE}
      icon={<Fingerprint aria-hidden="true" />}
      onClick={({ currentTarget }) => onPress(currentTarget.form)}
    >
      {children}
    </Button>
  );
}

/** Undefined until scripts run: it is not known before. */
export function useHasPasskeys(): boolean | undefined {
  return useSyncExternalStore(never, hasPasskeys, () => undefined);
}

const hasPasskeys = () => typeof PublicKeyCredential === 'function';
const never = () => () => {};

/** Between a passkey and what is typed. */
export function OrLine() {
  const has = useHasPasskeys();
  if (has === false) return null;
  return (
    <div className={clsx('flex items-center gap-3 text-xs text-subtle', !has && PLACE)}>
      <span className="flex-1 border-t" />
      or
      <span className="flex-1 border-t" />
    </div>
  );
}
