import type { Content, LocalSource } from './content.ts'
import { UsageError } from './failure.ts'
import { refer } from './reference.ts'
import type { Secret } from './secret.ts'

/**
 * One question, and the type of its answer. A fact is data: a resource declares the facts that it reads, the engine asks
 * all of them at once, and `plan` is given the answers under the same names.
 */
export interface Fact<Answer> {
  readonly question: Question
  /** Another host to ask. */
  readonly host?: string
  readonly [answer]?: Answer
}

declare const answer: unique symbol

export type Question = HostQuestion | LocalQuestion

export type HostQuestion =
  | { readonly ask: 'path'; readonly path: string; readonly follow?: true }
  | {
      readonly ask: 'digest'
      readonly path: string
      /** A SHA-256, or a file of the controller: what is short and unlike it comes with its content. */
      readonly unlike?: string | LocalSource
    }
  | { readonly ask: 'content'; readonly path: string }
  | { readonly ask: 'list'; readonly path: string; readonly deep?: true }
  | { readonly ask: 'entry'; readonly archive: string; readonly entry: string }
  | {
      readonly ask: 'command'
      readonly script: string
      readonly inputs?: readonly string[]
      /** May refer to secrets. */
      readonly stdin?: string
      /** An answer that fails holds only until a script has run. */
      readonly standing?: true
    }
  | { readonly ask: 'os' }

export type LocalQuestion =
  | { readonly ask: 'local'; readonly source: LocalSource; readonly want: 'content' | 'digest' }
  | { readonly ask: 'archive'; readonly source: LocalSource }

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
  | { readonly type: 'other'; readonly real: string; readonly what: string }
  | { readonly type: 'denied'; readonly real: string }

type Followed =
  | Exclude<PathAnswer, { type: 'symlink' | 'file' }>
  | { readonly type: 'broken link'; readonly real: string }
type FileAnswer = Extract<PathAnswer, { type: 'file' }>

/** What is at a path when links are followed, with the SHA-256 of a file. */
export type DigestAnswer = Followed | (FileAnswer & { readonly sha256: string })
/** What is at a path when links are followed, with the content of a file. */
export type ContentAnswer = Followed | (FileAnswer & { readonly content: Content })

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
}

/** No folder is the current one on a host: a path there has one meaning only when it is whole. */
function whole(path: string): string {
  if (typeof path === 'string' && path.startsWith('/')) return path
  throw new UsageError(`${JSON.stringify(path)} is no path on a host: write it from / on, as in /etc/motd`)
}

/** What is at a path itself: a link is not followed. `pathFact('/etc/motd')` */
export const pathFact = (path: string): Fact<PathAnswer> => ({ question: { ask: 'path', path: whole(path) } })
/** What is at a path when a link at its end is followed. */
export const followedFact = (path: string): Fact<PathAnswer> => ({
  question: { ask: 'path', path: whole(path), follow: true },
})
/**
 * The SHA-256 of the file at a path, links followed: for what is large, binary or secret. With `unlike`, the digest that is
 * wanted or a file of the controller, a short file that is unlike it is read at once: so that a report can show what goes.
 *
 * @example digestFact('/opt/driver.jar')
 */
export const digestFact = (path: string, unlike?: string | LocalSource): Fact<DigestAnswer> => ({
  question: { ask: 'digest', path: whole(path), ...(unlike === undefined ? {} : { unlike }) },
})
/** The content of the file at a path, links followed. `contentFact('/etc/hosts')` */
export const contentFact = (path: string): Fact<ContentAnswer> => ({ question: { ask: 'content', path: whole(path) } })
/**
 * The names in the directory at a path, links followed: whether it is empty, and what else is in it.
 *
 * @example listFact('/srv/share/Deployment')
 */
export const listFact = (path: string): Fact<ListAnswer> => ({ question: { ask: 'list', path: whole(path) } })
/** All that is below the directory at a path, as paths from there on; a link in it is not followed. */
export const treeFact = (path: string): Fact<ListAnswer> => ({
  question: { ask: 'list', path: whole(path), deep: true },
})
/** One entry of an archive that lies on the host (zip, jar, war). `entryFact('/srv/a.war', 'WEB-INF/web.xml')` */
export const entryFact = (archive: string, entry: string): Fact<EntryAnswer> => ({
  question: { ask: 'entry', archive: whole(archive), entry },
})
/**
 * The exit status and output (both streams) of a script that only reads. Its answer is taken as unknown once the plan
 * changes anything on the host, or, where `inputs` says what it depends on, anything at or below those paths. A secret
 * goes to its standard input.
 *
 * @example commandFact('id -u wso2', ['/etc/passwd'])
 */
export const commandFact = (
  script: string,
  inputs?: readonly string[],
  stdin?: readonly (string | Secret)[],
): Fact<CommandAnswer> => ({
  question: {
    ask: 'command',
    script,
    ...(inputs ? { inputs } : {}),
    ...(stdin ? { stdin: stdin.map(refer).join('') } : {}),
  },
})
/**
 * The same question about something that any script may make, such as an account that a package brings: an answer that
 * fails holds only until one has run.
 */
export const standing = (fact: Fact<CommandAnswer>): Fact<CommandAnswer> =>
  fact.question.ask === 'command' ? { ...fact, question: { ...fact.question, standing: true } } : fact
/**
 * What system a host runs. It is asked with all else, and no operation changes it.
 *
 * @example given({ os: osFact() }, ({ os }) => packages({ names: [os.family === 'debian' ? 'apache2' : 'httpd'] }))
 */
export const osFact = (): Fact<OsAnswer> => ({ question: { ask: 'os' } })
/** A file on the controller, with its content. `localFact('files/motd')` */
export const localFact = (file: string): Fact<LocalAnswer> => ({
  question: { ask: 'local', source: { file }, want: 'content' },
})
/** The size and SHA-256 of a file on the controller: its content stays there. `localDigestFact('drivers/mysql.jar')` */
export const localDigestFact = (file: string): Fact<LocalAnswer> => ({
  question: { ask: 'local', source: { file }, want: 'digest' },
})
/** The list of entries of a zip or a tar on the controller. `archiveFact('wso2is-5.4.1.zip')` */
export const archiveFact = (file: string): Fact<ArchiveAnswer> => ({ question: { ask: 'archive', source: { file } } })

/**
 * The same question, put to another host of the inventory: it is asked even where `--limit` leaves that host out.
 *
 * @example on('lb', contentFact('/etc/nginx/ssl/is.crt'))
 */
export const on = <Answer>(host: { readonly name: string } | string, fact: Fact<Answer>): Fact<Answer> => ({
  ...fact,
  host: typeof host === 'string' ? host : host.name,
})

/** Several facts of one kind under one name: their answers come as a map. */
export interface Facts<Answer> {
  readonly each: ReadonlyMap<string, Fact<Answer>>
}

/**
 * One question to each of several paths: the answers come as a map by path.
 *
 * @example reads: ({ inputs }) => ({ inputs: each(inputs, digestFact) }) // answers.inputs.get('/etc/app.conf')
 */
export const each = <Answer>(keys: readonly string[], fact: (key: string) => Fact<Answer>): Facts<Answer> => ({
  each: new Map(keys.map((key) => [key, fact(key)])),
})

/** What a script makes known: the answer that a question has when it has run. */
export interface Foretold {
  readonly question: Question
  readonly answer: unknown
}

/** `foretell(commandFact('id -u wso2'), { status: 0, output: '1001' })`, as an effect of a script. */
export const foretell = <Answer>({ question }: Fact<Answer>, answer: Answer): Foretold => ({ question, answer })

/** All facts of what something reads. */
export const factsOf = (reads: Readonly<Record<string, Fact<unknown> | Facts<unknown> | undefined>>): Fact<unknown>[] =>
  Object.values(reads).flatMap((read) => (read === undefined ? [] : 'each' in read ? [...read.each.values()] : [read]))

export const keyOf = (question: Question): string => JSON.stringify(question)
export const isLocalQuestion = (question: Question): question is LocalQuestion =>
  question.ask === 'local' || question.ask === 'archive'

/** The paths that a question looks at, for the rule that a resource may touch only what it reads. */
export function pathsOf(question: Question): readonly string[] {
  switch (question.ask) {
    case 'path':
    case 'digest':
    case 'content':
    case 'list':
      return [question.path]
    case 'entry':
      return [question.archive]
    default:
      return []
  }
}
