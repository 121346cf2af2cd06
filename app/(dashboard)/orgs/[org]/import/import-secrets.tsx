'use client';

import { useEffect, useRef, useState } from 'react';
import { Card } from '@/components/card';
import { ProgressBar } from '@/components/progress-bar';
import { ImportPreview } from './import-preview';
import { ImportReport } from './import-report';
import { ImportSource } from './import-source';
import { NO_SOURCE, useImport } from './use-import';

export type ImportSecretsProps = { organizationId: string; mostRows: number };

export function ImportSecrets({ organizationId, mostRows }: ImportSecretsProps) {
  const { step, setStep, preview, store } = useImport(organizationId, mostRows);
  const [source, setSource] = useState(NO_SOURCE);
  const top = useRef<HTMLDivElement>(null);
  const shown = useRef(step.at);

  // What had the focus is gone with the step before.
  useEffect(() => {
    if (shown.current === step.at) return;
    shown.current = step.at;
    top.current?.focus();
    top.current?.scrollIntoView({ block: 'nearest' });
  }, [step.at]);

  return (
    <div ref={top} tabIndex={-1} className="flex flex-col gap-4 outline-none">
      {step.at === 'source' && (
        <ImportSource
          source={source}
          problem={step.problem}
          onPreview={(given) => {
            setSource(given);
            void preview(given);
          }}
        />
      )}
      {step.at === 'working' && (
        <Card>
          <ProgressBar label={step.label} done={step.done} all={step.all} />
        </Card>
      )}
      {step.at === 'preview' && (
        <ImportPreview
          step={step}
          onChoose={(chosen) => setStep({ ...step, chosen })}
          onBack={() => setStep({ at: 'source' })}
          onImport={() => void store(step)}
        />
      )}
      {step.at === 'done' && (
        <ImportReport
          organizationId={organizationId}
          imported={step.imported}
          left={step.left}
          onMore={() => {
            setSource(NO_SOURCE);
            setStep({ at: 'source' });
          }}
        />
      )}
    </div>
  );
}
