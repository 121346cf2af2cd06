import { mergeProps } from '@base-ui/react/merge-props';
import { type ComponentPropsWithRef, cloneElement, type ReactElement } from 'react';

type Props = ComponentPropsWithRef<'button'> & { 'data-popup-open'?: string | undefined };

/** The element with more props. Where both have a handler, both are called. */
export function WithProps({ element, ref, ...more }: Props & { element: ReactElement }) {
  const { props } = element as ReactElement<ComponentPropsWithRef<'button'>>;
  return cloneElement(element as ReactElement<Record<string, unknown>>, {
    ...mergeProps<'button'>(props, more),
    ...(ref && { ref }),
  });
}
