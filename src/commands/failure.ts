/** A command that cannot do what was asked, for a reason the person at the keyboard can mend. */

/** Printed as it stands, without a stack; `exitCode` 2 when the command was called wrongly, 1 otherwise. */
export class CommandFailure extends Error {
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.name = 'CommandFailure';
    this.exitCode = exitCode;
  }
}
