import type { Died } from '../core/died.ts'
import type { Identity } from '../core/predict.ts'
import type { HostQuestion, NamedNote } from '../core/question.ts'
import type { Node } from '../core/state.ts'
import type { DescribeCommands } from './dialect/describe-commands.ts'
import type { DetachedCommands } from './dialect/detached-commands.ts'
import type { ExamineCommands } from './dialect/examine-commands.ts'
import type { GuardCommands } from './dialect/guard-commands.ts'
import type { JournalCommands } from './dialect/journal-commands.ts'
import type { LockCommands } from './dialect/lock-commands.ts'
import type { OperationScripts } from './dialect/operation-scripts.ts'
import type { BecomeCommands, FileCommands, Frames, ProgramCommands } from './dialect/shell-commands.ts'

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
  /** A script that leaves notes about contents, each under a name; see `read`. It says nothing. */
  note(notes: readonly NamedNote[]): string
  readonly apply: OperationScripts
  readonly lock: LockCommands
  readonly journal: JournalCommands
  readonly detached: DetachedCommands
  readonly examine: ExamineCommands
  readonly describe: DescribeCommands
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
