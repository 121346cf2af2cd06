'use client';

import { FileUp } from 'lucide-react';
import { useRef } from 'react';
import { Button, type ButtonProps } from './button';

export type FileButtonProps = Pick<ButtonProps, 'children' | 'size' | 'className'> & {
  onFile: (file: File | undefined) => Promise<void>;
};

/** The browser's own chooser of files behind a button of ours. */
export function FileButton({ onFile, ...button }: FileButtonProps) {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...button} icon={<FileUp aria-hidden="true" />} onClick={() => chooser.current?.click()} />
      <input
        ref={chooser}
        type="file"
        aria-hidden="true"
        tabIndex={-1}
        className="hidden"
        onChange={(event) => {
          const { currentTarget } = event;
          void onFile(currentTarget.files?.[0]).then(() => {
            // The same file may be chosen again.
            currentTarget.value = '';
          });
        }}
      />
    </>
  );
}
