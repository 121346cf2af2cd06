'use client';

export type ProgressBarProps = {
  /** What is going on: "Saving". */
  label: string;
  done: number;
  /** 0 while nobody knows. */
  all: number;
};

/** How far something is that takes more than a moment. */
export function ProgressBar({ label, done, all }: ProgressBarProps) {
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap justify-between gap-x-4 text-sm">
        <span className="font-medium">{label}</span>
        {all > 0 && (
          <span className="text-muted tabular-nums">
            {done.toLocaleString('en')} of {all.toLocaleString('en')}
          </span>
        )}
      </p>
      <progress
        aria-label={label}
        {...(all > 0 && { value: done, max: all })}
        className="h-1.5 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:rounded-full [&::-webkit-progress-value]:bg-accent"
      />
    </div>
  );
}
