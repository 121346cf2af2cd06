/** @param {number} ms */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** One line before a long step. */
export function say(text) {
  console.log(text);
}

/** A failure that was foreseen: a sentence that says what to do, and what the failing tool printed. */
export class StepFailed extends Error {
  constructor(sentence, output = '') {
    super(sentence);
    this.name = 'StepFailed';
    this.output = output;
  }
}

/** Ends the process for a failed step: the tool's whole output first, so that the sentence is read last. */
export function giveUp(error) {
  if (error instanceof StepFailed) {
    if (error.output) console.error(error.output.trimEnd());
    console.error(`\n${error.message}`);
  } else {
    console.error(error);
  }
  process.exit(1);
}
