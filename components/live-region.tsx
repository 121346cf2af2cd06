'use client';

import { useEffect, useState } from 'react';

type Politeness = 'polite' | 'assertive';
type Listener = (message: string, politeness: Politeness) => void;

const listeners = new Set<Listener>();

/** Says something to screen readers and changes nothing on the screen. */
export function announce(message: string, politeness: Politeness = 'polite'): void {
  for (const listener of listeners) listener(message, politeness);
}

/** Where announcements are read from. Mounted once, by Providers. */
export function LiveRegion() {
  const [messages, setMessages] = useState({ polite: '', assertive: '' });

  useEffect(() => {
    const listener: Listener = (message, politeness) =>
      setMessages((current) => ({
        ...current,
        // The same words twice are no change, and would not be read: a trailing space makes them one.
        [politeness]: current[politeness] === message ? `${message}\u00a0` : message,
      }));
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);

  return (
    <>
      <div aria-live="polite" className="sr-only">
        {messages.polite}
      </div>
      <div aria-live="assertive" className="sr-only">
        {messages.assertive}
      </div>
    </>
  );
}
