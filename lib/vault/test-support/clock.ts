/** A clock that stands still until a test moves it. */
export class TestClock {
  #nowMs: number;

  constructor(startAt = '2026-01-31T12:00:00.000Z') {
    this.#nowMs = Date.parse(startAt);
  }

  /** In the form that `openVault` takes. */
  readonly now = (): Date => new Date(this.#nowMs);

  set(at: Date | string): void {
    this.#nowMs = new Date(at).getTime();
  }

  advance(ms: number): void {
    this.#nowMs += ms;
  }
}
