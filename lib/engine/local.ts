import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { contentOf, type LocalSource } from '../core/content.ts'
import { type ArchiveAnswer, keyOf, type LocalAnswer, type LocalQuestion } from '../core/fact.ts'
import type { UploadSource } from '../transport/transport.ts'
import { asTar, type Entry, openArchive } from './archive.ts'

/** Answers questions about the controller's own files: each once per run, however many hosts ask. */
export interface LocalFiles {
  answer(question: LocalQuestion): Promise<LocalAnswer | ArchiveAnswer>
  /** A source to send to a host; an archive is sent as a plain tar, which any host can unpack. */
  upload(source: LocalSource): Promise<UploadSource>
}

export function localFiles(): LocalFiles {
  const answers = new Map<string, Promise<LocalAnswer | ArchiveAnswer>>()
  const tars = new Map<string, Promise<UploadSource>>()
  return {
    answer(question) {
      const key = keyOf(question)
      const found = answers.get(key) ?? (question.ask === 'archive' ? list(question.source) : read(question))
      answers.set(key, found)
      return found
    },
    async upload(source) {
      if (!source.tar) return bytes(source)
      const key = JSON.stringify(source)
      const made = tars.get(key) ?? repack(source)
      tars.set(key, made)
      return made
    },
  }
}

async function repack(source: LocalSource): Promise<UploadSource> {
  const archive = source.entries === undefined ? source.file : await bytesOfSource(source)
  if (typeof archive === 'object' && 'missing' in archive) throw new Error(archive.missing)
  return asTar(archive)
}

async function list({ file }: LocalSource): Promise<ArchiveAnswer> {
  const missing = await missingFile(file)
  if (missing) return { missing }
  const archive = await openArchive(file)
  if ('refusal' in archive) return { missing: archive.refusal }
  return {
    entries: archive.entries.map(({ path, type, size, target }) => ({
      path,
      type,
      size,
      ...(target === undefined ? {} : { target }),
    })),
  }
}

async function read({ source, want }: Extract<LocalQuestion, { ask: 'local' }>): Promise<LocalAnswer> {
  const missing = await missingFile(source.file)
  if (missing) return { missing }
  if (source.entries === undefined && want === 'digest') {
    const hash = createHash('sha256')
    let size = 0
    for await (const chunk of createReadStream(source.file)) {
      hash.update(chunk as Buffer)
      size += (chunk as Buffer).length
    }
    const sha256 = hash.digest('hex')
    return { content: { source, size, sha256 }, sha256 }
  }
  const found = await bytesOfSource(source)
  if ('missing' in found) return found
  const sha256 = createHash('sha256').update(found).digest('hex')
  return { content: want === 'content' ? contentOf(found) : { source, size: found.length, sha256 }, sha256 }
}

async function bytesOfSource({ file, entries = [] }: LocalSource): Promise<Buffer | { missing: string }> {
  let from: string | Buffer = entries.length === 0 ? await readFile(file) : file
  for (const path of entries) {
    const archive = await openArchive(from)
    if ('refusal' in archive) return { missing: archive.refusal }
    const entry: Entry | undefined = archive.entries.find((candidate) => candidate.path === path)
    if (!entry) return { missing: `${path} is not in ${file}` }
    from = await entry.read()
  }
  return from as Buffer
}

async function bytes(source: LocalSource): Promise<UploadSource> {
  if (source.entries === undefined)
    return { size: (await stat(source.file)).size, open: () => createReadStream(source.file) }
  const found = await bytesOfSource(source)
  if ('missing' in found) throw new Error(found.missing)
  const { Readable } = await import('node:stream')
  return { size: found.length, open: () => Readable.from([found]) }
}

async function missingFile(file: string): Promise<string | undefined> {
  try {
    const found = await stat(file)
    return found.isFile() ? undefined : `${file} is not a file`
  } catch (error) {
    return `${file} cannot be read on this machine (${(error as NodeJS.ErrnoException).code})`
  }
}
