import type { Refusal } from '../../core/failure.ts'
import type { Privilege } from '../privilege.ts'

/** Requests to a long-lived shell. The answer to each stands between its two marks. */
export interface Frames {
  /** The command that starts the shell with its first frame inside. It must hold no secret. */
  first(script: string, nonce: string): string
  /** What the shell is sent when it runs. */
  next(script: string, nonce: string): string
  startMark(nonce: string): string
  endMark(nonce: string): string
  /** A script that does nothing. */
  readonly nothing: string
  /** The same script, while which the host says every so many seconds, on standard error, that it is there. */
  withSigns(script: string, seconds: number): string
}

/** Acting as another user. */
export interface BecomeCommands {
  /**
   * The command line that runs `command`, a command line of this dialect that starts a shell with a script, as a privilege
   * says. A prompt for the password, on standard error, ends with `prompt`.
   */
  command(privilege: Privilege, command: string, prompt: string): string
  /** Whether what a host has said on standard error ends in a prompt for the password. */
  isPrompt(privilege: Privilege, output: string, prompt: string): boolean
  /** Why a privilege cannot be had at all. */
  impossible(privilege: Privilege): Refusal | undefined
  /** What to say when a host has not let the login user become another. */
  refused(privilege: Privilege, output: string, passwordGiven: boolean): Refusal
  /** What to say when a host has said nothing more for so many seconds, after `output`, while the login user became another. */
  silent(privilege: Privilege, output: string, seconds: number): Refusal
}

/** Files that a run puts beside its work. */
export interface FileCommands {
  /** A path that nobody on the host can guess who cannot guess `random`. */
  temporary(random: string): string
  touch(path: string): string
  /** Says which are about to be made: where this run dies, the next one takes them away. */
  note(paths: readonly string[]): string
  remove(paths: readonly string[]): string
  /** Takes those away of which it was said so, with what was noted of them. */
  removeNoted(paths: readonly string[]): string
  /** A command that says `ready`, then writes its input to a file that only its owner may read, in place of what is there. */
  receive(path: string, ready: string): string
  /** The same, at the end of such a file. */
  receiveMore(path: string, ready: string): string
  /**
   * A command that looks for what an upload has left that came to no end, under a path with another end of `random` characters;
   * takes it over to the path, and prints how many bytes they are and their SHA-256. It prints nothing where there is none.
   */
  takePart(path: string, random: number): string
  /** The same, where nothing may be at the path. */
  receiveNew(path: string, ready: string): string
}

/** Programs on a host: how a transport starts and ends them. */
export interface ProgramCommands {
  /** For a shell that reads its standard input: it becomes this program. */
  typed(command: string): string
  /** For a login shell of any kind: it becomes this program, which first tells its number on standard error. */
  announced(command: string): string
  /** What such a program has told in `output`. */
  readAnnouncement(output: string): Announcement | undefined
  /** Ends a program that was announced, and all that it has started. */
  kill(pid: number, signal: 'TERM' | 'KILL'): string
  withoutInput(command: string): string
  /** A command by which a shell shows that it is one, and what it then says. */
  readonly greeting: { readonly command: string; readonly answer: string }
}

export interface Announcement {
  readonly pid: number
  /** Where it begins, and how long it is. */
  readonly at: number
  readonly length: number
}
