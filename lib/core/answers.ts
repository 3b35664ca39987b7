import type { Content, LocalSource } from './content.ts'

export interface Attributes {
  /** Permission bits, as in 0o644. Undefined: not known before it is made. */
  readonly mode?: number | undefined
  /** Name of its user. */
  readonly owner?: string | undefined
  /** Name of its group. */
  readonly group?: string | undefined
}

/** Attributes as they are found: a user and a group also by their numbers. One without a name has its number for a name. */
export interface FoundAttributes extends Attributes {
  readonly uid?: number | undefined
  readonly gid?: number | undefined
}

/**
 * What is at a path. `real` is the path with every link in its folders followed; `source` says from where on the
 * controller a file will have come, while it is only planned.
 */
export type PathAnswer =
  | { readonly type: 'absent'; readonly real: string; readonly parent: 'directory' | 'absent' | 'other' }
  | ({
      readonly type: 'file'
      readonly real: string
      readonly size?: number
      readonly source?: LocalSource
    } & FoundAttributes)
  | ({ readonly type: 'directory'; readonly real: string } & FoundAttributes)
  | { readonly type: 'symlink'; readonly real: string; readonly target: string }
  | {
      readonly type: 'other'
      readonly real: string
      readonly what: string
      /** The mount point of a file system that does not answer, where that is why nothing more is known. */
      readonly silent?: string
    }
  | { readonly type: 'denied'; readonly real: string }

type Followed =
  | Exclude<PathAnswer, { type: 'symlink' | 'file' }>
  | { readonly type: 'broken link'; readonly real: string }
type FileAnswer = Extract<PathAnswer, { type: 'file' }>

/** What is at a path when links are followed, with the SHA-256 of a file. */
export type DigestAnswer = Followed | (FileAnswer & { readonly sha256: string })
/** What is at a path when links are followed, with the content of a file. */
export type ContentAnswer = Followed | (FileAnswer & { readonly content: Content })

/** The same, or what a note on the host says of the content, which stays there. */
export type NotedAnswer = ContentAnswer | (FileAnswer & { readonly sha256: string; readonly note: string })

/** What is at a path when links are followed, with the names in a directory, or the paths of all below it. */
export type ListAnswer =
  | Exclude<Followed, { type: 'directory' }>
  | FileAnswer
  | (Extract<Followed, { type: 'directory' }> & { readonly names: readonly string[] })

export type CommandAnswer = { readonly status: number; readonly output: string }
export type EntryAnswer = { readonly content: Content } | { readonly missing: string }
export type LocalAnswer = { readonly content: Content; readonly sha256: string } | { readonly missing: string }
export type ArchiveAnswer =
  | { readonly entries: readonly ArchiveEntry[] }
  | { readonly missing: string; readonly advice?: string }

/** As /etc/os-release and the host's own programs say; a word that they do not say is ''. */
export interface OsAnswer {
  /** As in `debian`, `ubuntu`, `rocky`. */
  readonly id: string
  /** As in `12`, `24.04`, `9.4`. */
  readonly version: string
  /** The distribution that it is like, which tells its package manager. */
  readonly family: 'debian' | 'redhat' | 'suse' | 'alpine' | 'arch' | 'other'
  /** As `uname -m` says: `x86_64`, `aarch64`. */
  readonly architecture: string
  readonly init: 'systemd' | 'openrc' | 'sysv' | 'none'
}

export interface ArchiveEntry {
  readonly path: string
  readonly type: 'file' | 'directory' | 'symlink'
  readonly size: number
  readonly target?: string
  /** Of a file in a folder of the controller, as `folderFact` asks for it. */
  readonly sha256?: string
  /** Whether its owner may execute it; likewise. */
  readonly executable?: boolean
}
