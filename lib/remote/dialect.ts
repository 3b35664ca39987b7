import type { Died } from '../core/died.ts'
import type { Refusal } from '../core/failure.ts'
import type { JournalEntry } from '../core/journal.ts'
import type { JournalOfRun } from '../core/journal-log.ts'
import type { NetOperation } from '../core/net-effect.ts'
import type { Operation, Run } from '../core/operation.ts'
import type { Identity } from '../core/predict.ts'
import type { HostQuestion } from '../core/question.ts'
import type { RollbackScripts } from '../core/rollback/items.ts'
import type { Node } from '../core/state.ts'
import type { ExamineCommands } from './examined.ts'
import type { Privilege } from './privilege.ts'

/**
 * The language of a host's shell: what engine, session and transport say to it, and how they read what it answers. All of
 * it is text and the reading of text; nothing here acts.
 */
export interface Dialect {
  /** One script that answers questions about the host. */
  probe(questions: readonly HostQuestion[]): Script
  /** Which of the questions was being answered, in words, when a host fell silent after so much of an answer. */
  unanswered(heard: Uint8Array, questions: readonly HostQuestion[]): string
  /** Reads what that script printed. Throws an Error that quotes what does not fit. */
  read(answer: Uint8Array, questions: readonly HostQuestion[]): Probed
  readonly apply: OperationScripts
  readonly lock: LockCommands
  readonly journal: JournalCommands
  readonly detached: DetachedCommands
  readonly examine: ExamineCommands
  readonly guard: GuardCommands
  readonly frame: Frames
  readonly become: BecomeCommands
  readonly file: FileCommands
  readonly program: ProgramCommands
}

export interface Script {
  readonly text: string
  /** Seconds of silence after which no answer will come. */
  readonly patience: number
  /** Bytes that its answer may have. Undefined: as many as can be read. */
  readonly most: number | undefined
  /** No command line may hold it. */
  readonly isSecret: boolean
}

/** What a host answered: nodes by real path, other answers by question, and who acts there. */
export interface Probed {
  readonly identity: Identity
  readonly nodes: ReadonlyMap<string, Node>
  readonly answers: ReadonlyMap<string, unknown>
  /** Runs that have died there, by the journals of who asks. */
  readonly died: readonly Died[]
}

/** Operations as a script, and what it says of them as they end. */
export interface OperationScripts {
  /** Whether the content of an operation has to be on the host before its script runs. */
  mustUpload(operation: Operation): boolean
  /**
   * One script that carries out batches in order, says of each operation how it ended, and stops at the first that fails.
   * It starts no other batch once there is a file at `halt`. It always counts as one that holds a secret.
   */
  script(batches: readonly StagedBatch[], nonce: string, halt: string, before?: BeforeOperations): string
  /** The scripts by which one of several shells carries out its part of a batch; each begins with what the one before has left. */
  part(operations: readonly NumberedOperation[], nonce: string, part: number): PartScripts
  /**
   * How the first operation ended of which that was heard (one character per byte), where it was heard to the end; and what
   * of it is still of use.
   */
  readEnd(heard: string, nonce: string): { readonly end?: OperationEnd; readonly rest: string }
  /** The first line that an operation was heard to say while it runs; and what of that is still of use. */
  readSaid(heard: string, nonce: string): { readonly said?: OperationSaid; readonly rest: string }
  /** The last operation of the batch that has begun last, by what was heard. */
  readStart(heard: string, nonce: string): number | undefined
}

/** Scripts that come before the first operation, and may stop all. */
export interface BeforeOperations {
  readonly lock?: string | undefined
  /** Opens the journal, once the lock is taken. */
  readonly opening?: string | undefined
  /** Arms a watchdog, once the journal is open. */
  readonly arming?: string | undefined
}

/** All of them say how the operations of the part ended, or at which it failed. */
export interface PartScripts {
  /** Makes all ready, and looks whether each path is as it was planned. Nothing is changed. */
  stage(before: BeforeOperations): string
  /** Gives each its place. Where one fails, all of the part is as it was, and nothing of it is left. */
  readonly place: string
  /** Puts back what has its place, and takes away what was ready. */
  readonly back: string
  /** Takes away what gave way, when all parts have their places. It says nothing. */
  readonly clean: string
}

/** A batch whose uploads are on the host. */
export interface StagedBatch {
  readonly staged: boolean
  readonly operations: readonly StagedOperation[]
}

/** An operation whose uploads are on the host. */
export interface StagedOperation {
  readonly net: NetOperation
  /** Paths on the host of what was uploaded for this operation, in order. */
  readonly uploaded: readonly string[]
  /** What the journal has of it. Default: nothing. */
  readonly entry?: JournalEntry | undefined
  /** Of a script: the paths of which the journal has digests mixed with the salt. */
  readonly salt?: { readonly of: readonly string[]; readonly text: string } | undefined
  /** Of a script that runs on by itself: who has started it. */
  readonly holder?: Holder
}

export type Detached = NonNullable<Run['detached']>

/** A script that runs on whoever goes away; its operation only starts it, or finds that it runs already. */
export interface DetachedCommands {
  /** Waits a little for its end: says the last that it has said, or how it ended, as an operation with the index 0, and forgets it. */
  poll(name: string, nonce: string): string
}

/**
 * A watchdog that puts back what a guarded list changes, unless it is told in time to leave it. There is one for each user as
 * whom the list acts; the first of them decides for all.
 */
export interface GuardCommands {
  /** Arms it, or adds to what it puts back; says so, or why it cannot. It has the host's lock while it is armed. */
  arm(arming: Arming, nonce: string): string
  /** Of what was heard of that, where it was heard to the end (one character per byte): why it cannot; `armed`, where it is. */
  readArmed(heard: string, nonce: string): { readonly armed: boolean; readonly why: string } | undefined
  /** Tells the first one to leave all as it is, or to put it back, or nothing; waits for its end, and says how that was. */
  decide(word: 'keep' | 'back' | 'none', guard: GuardName, nonce: string): string
  readDecided(heard: string, nonce: string): GuardEnd | undefined
}

export interface GuardName {
  /** The run, and what no other guarded list is called: a name. */
  readonly run: string
  readonly id: string
}

export interface Arming extends GuardName {
  readonly holder: Holder
  /** Which of the users it acts as; 0 is the first. */
  readonly nth: number
  /** Seconds until all is put back. */
  readonly within: number
  readonly operations: readonly GuardedOperation[]
  /** Paths that the list has touched before. */
  readonly touched: readonly string[]
}

/** An operation of a guarded list, under its number in the journal. */
export interface GuardedOperation {
  readonly n: number
  readonly net: NetOperation
  readonly paths: readonly string[]
}

export interface GuardEnd {
  /** `late`: nobody has confirmed it in time; `told`; `ended`: somebody has ended the watchdog; `lost`: nobody knows. */
  readonly end: 'kept' | 'late' | 'told' | 'ended' | 'lost'
  /** What could not be put back, and what was said of it. */
  readonly said: string
}

/** An operation, and its place in its batch. */
export interface NumberedOperation extends StagedOperation {
  readonly index: number
}

/** How the operation at a place of a script ended. */
export interface OperationEnd {
  readonly index: number
  readonly status: number
  readonly output: string
}

/** A whole line that the operation at a place of a script has said. */
export interface OperationSaid {
  readonly index: number
  readonly line: string
}

/** The status of an operation whose path is no longer what the plan saw. */
export const changedStatus = 75

/** The lock of a host: who has it acts there alone. */
export interface LockCommands {
  /**
   * Takes the lock for the shell that runs it, until that ends, and says so, or who has it. A run that has it already by
   * another name of the host has it here, too. A holder that is idle and hears nothing for `life` seconds ends. A script that
   * runs on by itself has it as well, but for who takes it up.
   */
  take(holder: Holder, nonce: string, life: number, takesUp: readonly string[]): string
  /** What was heard of that, where it was heard to the end (one character per byte). */
  readTaken(heard: string, nonce: string): Taken | undefined
  /** Says who has it, and what each carries out just now. */
  look(nonce: string): string
  readHolders(heard: string, nonce: string): readonly Holding[] | undefined
  /** Ends holders by their numbers, with all that they carry out, and says which live on. */
  end(pids: readonly number[], nonce: string): string
  readLeft(heard: string, nonce: string): readonly number[] | undefined
}

/** The journal of a run, as each shell that changes something keeps it. */
export interface JournalCommands {
  /** Opens it, where it is not open yet, or says why it cannot. What runs that died have left is taken as seen. */
  open(opening: JournalOpening, nonce: string): string
  /** Of what was heard of that: why there is none, where it was heard to the end (one character per byte). */
  readNone(heard: string, nonce: string): string | undefined
  /** A run has ended here, by the name of its journal; old ones go, of which none is kept that began before a day, as in `20261126`. */
  end(name: string, before: string): string
  /** A script that tells all journals of whoever acts. */
  readonly list: string
  /** What that printed. Throws an Error that quotes what does not fit. */
  readList(answer: Uint8Array): readonly JournalOfRun[]
  /** Removes the journals of runs that are over. */
  readonly purge: string
  readonly rollback: RollbackScripts
}

export interface JournalOpening {
  /** What it is called among the journals of a host. */
  readonly name: string
  /** What it is, on one line each: the format, then the run. */
  readonly text: string
  /** Nothing is begun where there is none. */
  readonly required: boolean
}

export interface Holder {
  /** What no other run is called. */
  readonly run: string
  /** One line: when the run began, as in `2026-11-26T10:15:30.123Z`, then who it is. */
  readonly words: string
}

/** Who has the lock of a host, by the number of the process. */
export interface Holding {
  readonly pid: number
  /** As `Holder` has them. */
  readonly words: string
  /** Command lines of what it carries out. */
  readonly does: readonly string[]
}

export type Taken = { readonly taken: true } | { readonly taken: false; readonly holder: string }

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
  remove(paths: readonly string[]): string
  /** A command that says `ready`, then writes its input to a file that only its owner may read, in place of what is there. */
  receive(path: string, ready: string): string
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
