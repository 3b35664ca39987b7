import type { Attributes } from './answers.ts'
import type { Choice } from './archive-entries.ts'
import type { Content, LocalSource } from './content.ts'
import type { Foretold } from './fact.ts'

/** One change of one host, as data. The list is closed: all tasks compile to these. */
export type Operation = Write | Directory | Symlink | SetAttributes | Move | Remove | Run

/** Puts a whole file in place atomically. Attributes that are not given stay as they are (a new file: 0644). */
export interface Write extends Attributes {
  readonly op: 'write'
  readonly path: string
  readonly content: Content
  /** The file is a mount point, which cannot be replaced: its bytes are, and that is not atomic. Of no other file. */
  readonly inPlace?: true
  /** Scripts that the new file has to pass before it takes its place; `%s` in them stands for where it is until then. */
  readonly validate?: readonly string[]
}

/** Makes a directory, with its missing parents (a new one: 0755). */
export interface Directory extends Attributes {
  readonly op: 'directory'
  readonly path: string
}

/** Makes a symbolic link, or points an existing one elsewhere. */
export interface Symlink {
  readonly op: 'symlink'
  readonly path: string
  readonly target: string
}

export interface SetAttributes extends Attributes {
  readonly op: 'attributes'
  readonly path: string
}

export interface Move {
  readonly op: 'move'
  readonly from: string
  readonly to: string
}

/** Removes a file, a link, or a directory with all below it. */
export interface Remove {
  readonly op: 'remove'
  readonly path: string
  /** It is a directory that must still be empty then: what somebody has put there since stays. */
  readonly empty?: true
}

/** Runs a POSIX shell script. Its effects say what it makes true; all else that it may touch is named as unknown. */
export interface Run {
  readonly op: 'run'
  readonly script: string
  /** Given on standard input, where secrets belong; it may refer to some. */
  readonly stdin?: string
  /** It is run each time: that is no change, and no sign that something is not as described. */
  readonly always?: true
  /** Seconds after which it is ended, with all that it has started. Default: it takes as long as it takes. */
  readonly timeout?: number
  /**
   * It runs on whoever goes away, under this name, until it has ended or these seconds are over; who comes later takes it up. `isDone`
   * is a script that only reads: a good end that nobody has heard is another need's unless that ends with 0.
   */
  readonly detached?: { readonly name: string; readonly within: number; readonly isDone?: string }
  /** Files of the controller that the script finds under the paths in `$1`, `$2`, … while it runs. */
  readonly uploads?: readonly LocalSource[]
  readonly effects: Effects
  /** How it is undone. Default: nobody knows, unless files that it makes are all that it does. */
  readonly undo?: Undo | undefined
}

/** How what a script has done is undone, when its run is rolled back. `files`: what it makes of files is all that it does. */
export type Undo = UndoScript | UndoNothing | 'files'

/**
 * A script to run when the files are as they were: it makes live what lies there then. `first`: before that, for it ends
 * what uses them. It holds no secret, for a host keeps it.
 */
export interface UndoScript {
  readonly script: string
  readonly first?: true
}

/** What stays, for it may hold data made since, or nobody can take it back: told by name. */
export interface UndoNothing {
  readonly keeps: string
}

export interface Effects {
  /** What is at these paths afterwards; attributes that are not named are unknown. */
  readonly makes?: readonly Made[]
  /** What has been unpacked at a path, and whose all of it is. */
  readonly unpacks?: Unpacks
  /**
   * Paths that belong to a user afterwards, with all that is below them. Nothing else of them becomes different, but for
   * the set-user and set-group bits that `chown` takes from files.
   */
  readonly owned?: readonly { readonly path: string; readonly owner: string }[]
  /** Paths at and below which nothing is known afterwards. */
  readonly unknown?: readonly string[]
  /** Attributes of a folder and of all that is known below it afterwards; nothing else of them becomes different. */
  readonly attributes?: readonly AttributesBelow[]
  /** Answers that questions have afterwards. */
  readonly answers?: readonly Foretold[]
  /** The host starts anew: nothing is known of it afterwards, and a session of before is none. */
  readonly restarts?: Restart
}

/** What a host that was told to start anew has to do. */
export interface Restart {
  /** A script that ends with 0 when it has started anew and is up; what it prints before says what is missing. */
  readonly until: string
  /** Seconds that it has. */
  readonly timeout: number
}

/** Whether it is run each time, whatever the host is like. */
export const isAlways = (operation: Operation): boolean => operation.op === 'run' && operation.always === true

/** What is not named stays as it is. */
export interface AttributesBelow extends Pick<Attributes, 'owner' | 'group'> {
  readonly path: string
  /** By kind; an executable file is one that its owner may execute. */
  readonly modes: Readonly<Partial<Record<'file' | 'directory' | 'executable', number | undefined>>>
}

export interface Unpacks extends Choice, Pick<Attributes, 'owner' | 'group'> {
  readonly archive: LocalSource
  readonly path: string
}

export type Made = {
  /** Where it is. */
  readonly path: string
} & (
  | { readonly type: 'absent' }
  | { readonly type: 'directory' }
  | ({
      readonly type: 'file'
      /** What is in it, where that is known before. */
      readonly content?: Content
      /** Its digest, in place of its content. */
      readonly sha256?: string
    } & Attributes)
  | {
      readonly type: 'symlink'
      /** What it points to. */
      readonly target: string
    }
)

/** The paths that an operation touches. */
export function touchedBy(operation: Operation): readonly string[] {
  switch (operation.op) {
    case 'move':
      return [operation.from, operation.to]
    case 'run': {
      const { makes = [], unpacks, owned = [], attributes = [], unknown = [] } = operation.effects
      return [
        ...[...makes, ...owned, ...attributes].map(({ path }) => path),
        ...(unpacks ? [unpacks.path] : []),
        ...unknown,
      ]
    }
    default:
      return [operation.path]
  }
}

export const attributesOf = ({ mode, owner, group }: Attributes): Attributes => ({
  ...(mode === undefined ? {} : { mode }),
  ...(owner === undefined ? {} : { owner }),
  ...(group === undefined ? {} : { group }),
})
