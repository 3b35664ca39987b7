import { access, constants, readFile, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ArchiveAnswer, LocalAnswer } from '../core/answers.ts'
import { chosenEntries } from '../core/archive-entries.ts'
import { contentOf, type LocalSource, sha256, shownLimit } from '../core/content.ts'
import { type Refusal, Refused, refuse } from '../core/failure.ts'
import { keyOf, type LocalQuestion } from '../core/question.ts'
import type { UploadSource } from '../transport/transport.ts'
import { fetched } from './fetched.ts'
import { fileDigest } from './file-digest.ts'
import type { OpenArchive } from './open-archive.ts'

/** Answers questions about the controller's own files: each once per run, however many hosts ask. */
export interface LocalFiles {
  answer(question: LocalQuestion): Promise<LocalAnswer | ArchiveAnswer>
  /** The SHA-256 of a file that is short enough for a report to show. */
  shownDigest(source: LocalSource): Promise<string | undefined>
  /** A source to send to a host; an archive is sent as a plain tar, which any host can unpack. */
  upload(source: LocalSource): Promise<UploadSource>
}

export function localFiles(): LocalFiles {
  const files: Files = { archives: new Map() }
  const answers = new Map<string, Promise<LocalAnswer | ArchiveAnswer>>()
  const tars = new Map<string, Promise<UploadSource>>()
  function answer(question: LocalQuestion) {
    const key = keyOf(question)
    const found = answers.get(key) ?? (question.ask === 'archive' ? list(files, question) : read(files, question))
    answers.set(key, found)
    return found
  }
  return {
    answer,
    async shownDigest(source) {
      const size = await stat(source.file).then(
        ({ size }) => size,
        () => undefined,
      )
      if (size === undefined || size > shownLimit) return undefined
      const found = await answer({ ask: 'local', source, want: 'digest' })
      return 'sha256' in found ? found.sha256 : undefined
    },
    async upload(source) {
      if (source.sha256 !== undefined) return fileSource(await fetched(source.file, source.sha256), nameOf(source))
      if (!source.tar) return bytes(files, source)
      const key = nameOf(source)
      const made = tars.get(key) ?? repack(files, source)
      tars.set(key, made)
      return made
    },
  }
}

type ArchiveQuestion = Extract<LocalQuestion, { ask: 'archive' }>

interface Missing {
  readonly missing: string
  readonly advice?: string
}

/** Archives that have been opened, by file and the way into it: each is listed once. */
interface Files {
  readonly archives: Map<string, Promise<OpenArchive | Refusal>>
}

async function openAt(files: Files, file: string, entries: readonly string[]): Promise<OpenArchive | Missing> {
  const key = JSON.stringify([file, ...entries])
  const from = entries.length === 0 ? file : await bytesOfSource(files, { file, entries })
  if (typeof from === 'object' && 'missing' in from) return from
  const opening = files.archives.get(key) ?? ((await isFolder(from)) ? openFolder(String(from)) : opened(from))
  files.archives.set(key, opening)
  const archive = await opening
  return 'refusal' in archive ? { missing: archive.refusal, advice: archive.advice } : archive
}

/** What reads archives and folders is loaded with the first one. */
const opened = async (from: string | Buffer) => (await import('./open-archive.ts')).openArchive(from)

async function repack(files: Files, source: LocalSource): Promise<UploadSource> {
  const { file, entries = [], tar = {} } = source
  const archive = await openAt(files, file, entries)
  if ('missing' in archive) throw new Refused(refuse(archive.missing, archive.advice ?? 'put it there, then run again'))
  const { asTar } = await import('./tar.ts')
  return asTar(chosenEntries(archive.entries, tar), nameOf(source))
}

/** What sends a file is loaded with the first one. */
const fileSource = async (path: string, name: string) => (await import('./file-source.ts')).fileSource(path, name)

/** What comes of the same file, or the same part of an archive, has the same name in each run. */
export const nameOf = (source: LocalSource): string => JSON.stringify(source)

const isFolder = async (from: string | Buffer): Promise<boolean> =>
  typeof from === 'string' &&
  (await stat(from).then(
    (found) => found.isDirectory(),
    () => false,
  ))

async function openFolder(folder: string): Promise<OpenArchive | Refusal> {
  try {
    const { readFolder } = await import('./folder.ts')
    return { entries: await readFolder(folder) }
  } catch (error) {
    if (error instanceof Refused) return error.reason
    return refuse(`${folder} cannot be read: ${(error as Error).message}`, 'give the right to read all of it')
  }
}

async function list(files: Files, { source: { file }, folder }: ArchiveQuestion): Promise<ArchiveAnswer> {
  const missing = folder ? undefined : await missingFile(file)
  if (missing) return { missing }
  if (folder && !(await isFolder(file))) return { missing: `${file} is no folder of this machine` }
  const archive = await openAt(files, file, [])
  if ('missing' in archive) return archive
  return {
    entries: archive.entries.map(({ path, type, size, target, sha256, mode }) => ({
      path,
      type,
      size,
      ...(target === undefined ? {} : { target }),
      ...(sha256 === undefined ? {} : { sha256, executable: (mode & 0o100) !== 0 }),
    })),
  }
}

async function read(files: Files, { source, want }: Extract<LocalQuestion, { ask: 'local' }>): Promise<LocalAnswer> {
  const missing = await missingFile(source.file)
  if (missing) return { missing }
  if (source.entries === undefined && want === 'digest' && (await stat(source.file)).size > shownLimit) {
    const large = await fileDigest(source.file)
    return { content: { source, ...large }, sha256: large.sha256 }
  }
  const found = await bytesOfSource(files, source)
  if ('missing' in found) return found
  const digest = sha256(found)
  const content = contentOf(found)
  const shown = want === 'content' || ('text' in content && found.length <= shownLimit)
  return { content: shown ? content : { source, size: found.length, sha256: digest }, sha256: digest }
}

async function bytesOfSource(files: Files, { file, entries = [] }: LocalSource): Promise<Buffer | Missing> {
  const path = entries.at(-1)
  if (path === undefined) return readFile(file)
  const archive = await openAt(files, file, entries.slice(0, -1))
  if ('missing' in archive) return archive
  const entry = archive.entries.find((candidate) => candidate.path === path)
  if (entry === undefined) return { missing: `${path} is not in ${file}` }
  try {
    return await entry.read()
  } catch (error) {
    return { missing: `${path} in ${file} cannot be read: ${(error as Error).message}` }
  }
}

async function bytes(files: Files, source: LocalSource): Promise<UploadSource> {
  if (source.entries === undefined) return fileSource(source.file, nameOf(source))
  const found = await bytesOfSource(files, source)
  if ('missing' in found) throw new Refused(refuse(found.missing, 'put it there again, then run again'))
  return { size: found.length, name: nameOf(source), open: (from = 0) => Readable.from([found.subarray(from)]) }
}

async function missingFile(file: string): Promise<string | undefined> {
  try {
    const found = await stat(file)
    await access(file, constants.R_OK)
    return found.isFile() ? undefined : `${file} is not a file`
  } catch (error) {
    return `${file} cannot be read on this machine (${(error as NodeJS.ErrnoException).code})`
  }
}
