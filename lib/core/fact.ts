import type {
  ArchiveAnswer,
  CommandAnswer,
  ContentAnswer,
  DigestAnswer,
  EntryAnswer,
  ListAnswer,
  LocalAnswer,
  NotedAnswer,
  OsAnswer,
  PathAnswer,
} from './answers.ts'
import { type Content, type LocalSource, sha256 } from './content.ts'
import { UsageError } from './failure.ts'
import { normalised } from './paths.ts'
import type { Question } from './question.ts'
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
  /** The task has words of its own for a mount that does not answer. */
  readonly evenSilent?: true
  /** What is to be noted on the host of the content, where it was read. */
  readonly noting?: (content: Content) => string | undefined
  /** Makes the answer of what the host has said. Default: that is the answer. */
  readonly read?: (said: unknown) => unknown
  readonly [answer]?: Answer
}

declare const answer: unique symbol

/** No folder is the current one on a host: a path there has one meaning only when it is whole, and one spelling then. */
function whole(path: string): string {
  if (typeof path === 'string' && path.startsWith('/')) return normalised(path)
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
 * The same for what is large, and of which one thing is wanted: who has changed the host, and then reads the content, notes on
 * the host what `noting` makes of it; as long as the content is the same, that note is told in its place. `about` is what it
 * says, of whom: one note is kept of it. It lies where only whoever acts there can read it.
 *
 * @example notedFact('/srv/trust.jks', 'fingerprint of is.example.com', (content) => fingerprintIn(content))
 */
export const notedFact = (
  path: string,
  about: string,
  noting: (content: Content) => string | undefined,
): Fact<NotedAnswer> => ({
  question: { ask: 'content', path: whole(path), note: sha256(Buffer.from(`${whole(path)}\n${about}`)).slice(0, 32) },
  noting,
})
/**
 * The names in the directory at a path, links followed: whether it is empty, and what else is in it.
 *
 * @example listFact('/srv/share/Deployment')
 */
export const listFact = (path: string): Fact<ListAnswer> => ({ question: { ask: 'list', path: whole(path) } })
/**
 * All that is below the directory at a path, as paths from there on; a link in it is not followed. It costs more than
 * `listFact`: it is for a refusal that has to name what somebody would lose, wherever in a folder that was put.
 */
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
 * The same question, of a path of which the task can say itself what it means that its mount does not answer.
 *
 * @example reads: ({ path }) => ({ at: evenSilent(pathFact(path)) })
 */
export const evenSilent = <Answer>(fact: Fact<Answer>): Fact<Answer> => ({ ...fact, evenSilent: true })
/**
 * The same question, whose answer may take so many seconds: without this it is given up after 60.
 *
 * @example answeredWithin(300, commandFact('fsck -n /dev/sdb1'))
 */
export const answeredWithin = (seconds: number, fact: Fact<CommandAnswer>): Fact<CommandAnswer> =>
  fact.question.ask === 'command' ? { ...fact, question: { ...fact.question, within: seconds } } : fact
/** The same question, whose answer is read as something else. `readAs(commandFact('nproc'), ({ output }) => Number(output))` */
export const readAs = <Said, Answer>(
  { question, host, evenSilent }: Fact<Said>,
  read: (said: Said) => Answer,
): Fact<Answer> => ({
  question,
  ...(host === undefined ? {} : { host }),
  ...(evenSilent ? { evenSilent } : {}),
  read: (said) => read(said as Said),
})
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
 * All that is in a folder of the controller, with the SHA-256 of each file: what it holds stays there.
 *
 * @example folderFact('site')
 */
export const folderFact = (folder: string): Fact<ArchiveAnswer> => ({
  question: { ask: 'archive', source: { file: folder }, folder: true },
})

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
