import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { Refused, refuse } from '../core/failure.ts'
import { fileDigest } from './file-digest.ts'

const fetching = new Map<string, Promise<string>>()

/** The path of the bytes at a URL in the controller's cache, where they are fetched to once. Any others are refused. */
export function fetched(url: string, sha256: string): Promise<string> {
  const found = fetching.get(sha256) ?? cached(url, sha256)
  fetching.set(sha256, found)
  found.catch(() => fetching.delete(sha256))
  return found
}

async function cached(url: string, sha256: string): Promise<string> {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'runbook', 'downloads')
  const path = join(folder, sha256)
  const there = await fileDigest(path).catch(() => undefined)
  if (there?.sha256 === sha256) return path
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const part = join(folder, `.${randomUUID()}`)
  try {
    await get(url, part)
    const { sha256: got } = await fileDigest(part)
    if (got !== sha256) {
      throw new Refused(
        refuse(`${url} has the SHA-256 ${got}, not ${sha256}`, 'check the URL, and the digest its publisher gives'),
      )
    }
    await rename(part, path)
    return path
  } finally {
    await rm(part, { force: true })
  }
}

async function get(url: string, path: string): Promise<void> {
  try {
    const { ok, status, body } = await fetch(url)
    if (!ok || body === null) throw new Error(`status ${status}`)
    await pipeline(Readable.fromWeb(body as ReadableStream), createWriteStream(path, { mode: 0o600, flags: 'wx' }))
  } catch (error) {
    const { message, cause } = error as Error
    const why = cause instanceof Error ? `${message}: ${cause.message}` : message
    throw new Refused(
      refuse(`this machine cannot fetch ${url} (${why})`, 'check the URL and the network, then run again'),
    )
  }
}
