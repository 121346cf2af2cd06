import { useEffect, useEffectEvent } from 'react';
import { type Later, useLater } from './later';
import { toasts } from './toasts';

/** The part, which is loaded when it is `wanted`. If it does not come, that is said, and `giveUp` called: the next press tries again. */
export function useWanted<T>(part: Later<T>, wanted: boolean, giveUp: () => void): T | undefined {
  const loaded = useLater(part);
  const missing = wanted && !loaded;
  const fail = useEffectEvent(() => {
    giveUp();
    toasts.show({
      id: 'not-loaded',
      title: 'Not opened',
      text: 'The server could not be reached. Try again, or load the page again.',
      tone: 'danger',
    });
  });

  useEffect(() => {
    let current = missing;
    if (missing) void part.want().then((there) => current && !there && fail());
    return () => {
      current = false;
    };
  }, [missing, part]);

  return loaded;
}
