import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import type { LocalFiles } from '../controller/local-files.ts'
import { bytesOf, isLocal, type LocalSource, sha256 } from '../core/content.ts'
import { Interrupted } from '../core/failure.ts'
import { grouped } from '../core/grouped.ts'
import type { NetOperation } from '../core/net-effect.ts'
import type { Operation } from '../core/operation.ts'
import type { StagedOperation } from '../remote/dialect/operation-scripts.ts'
import type { FileCommands } from '../remote/dialect/shell-commands.ts'
import type { Dialect } from '../remote/dialect.ts'
import type { Privilege } from '../remote/privilege.ts'
import { randomEnd } from '../session/limits.ts'
import { UploadError } from '../transport/faults.ts'
import type { UploadSource } from '../transport/transport.ts'
import type { Applying } from './applying.ts'

/** Files on their way to a host at once: each costs several round trips of waiting, few of them fill a connection. */
const atOnce = 4

/**
 * Puts what operations need on the host, what several need once. Where a file cannot be put there, or the run is interrupted, all of it is taken
 * away again, and nothing is given.
 */
export async function stageUploads(
  batch: readonly NetOperation[],
  privilege: Privilege,
  applying: Applying,
): Promise<StagedOperation[] | undefined> {
  const { session, local, signal, onUpload, onOutcome } = applying
  const { dialect } = session
  const prepared = batch.map((net) => ({ net, uploaded: [] as string[] }))
  const queue = [...prepared]
  let fault: { readonly net: NetOperation; readonly output: string } | undefined

  const sent = new Map<string, { readonly path: string; readonly ended: Promise<void> }>()
  const upload = async ({ net, uploaded }: (typeof prepared)[number]) => {
    for (const { bytes, source } of await sourcesOf(net.operation, local, dialect)) {
      const known = sent.get(bytes)
      const path = known?.path ?? uploadPath(dialect.file, source.name)
      uploaded.push(path)
      const ended =
        known?.ended ?? session.upload(privilege, source, path, (bytes) => onUpload(net, bytes, source.size))
      sent.set(bytes, { path, ended })
      await ended
    }
  }
  const worker = async () => {
    for (let next = queue.shift(); next && !fault && !signal?.aborted; next = queue.shift()) {
      try {
        await upload(next)
      } catch (error) {
        if (error instanceof Interrupted) return
        if (!(error instanceof UploadError)) throw error
        fault ??= { net: next.net, output: error.message }
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  const brought = [
    ...grouped(
      prepared.flatMap(({ uploaded }) => uploaded),
      (path) => path,
    ),
  ]
  const shared = new Set(brought.flatMap(([path, uses]) => (uses.length > 1 ? [path] : [])))
  if (!fault && !signal?.aborted)
    return prepared.map((one) => (one.uploaded.some((path) => shared.has(path)) ? { ...one, shared: true } : one))
  if (brought.length > 0) await session.carryOut(privilege, dialect.file.remove(brought.map(([path]) => path)))
  if (fault) onOutcome({ ...fault, status: 1 })
  return undefined
}

/**
 * A name that nobody on the host can guess; `name`: it begins as that of the same bytes did in an earlier run, which may have
 * left some of them.
 */
export function uploadPath(file: FileCommands, name?: string): string {
  const random = randomBytes(16).toString('hex')
  return file.temporary(
    name === undefined ? random : `${sha256(Buffer.from(name)).slice(0, 32 - randomEnd)}${random.slice(-randomEnd)}`,
  )
}

interface Sent {
  /** The same for the same bytes. */
  readonly bytes: string
  readonly source: UploadSource
}

async function sourcesOf(operation: Operation, local: LocalFiles, { apply }: Dialect): Promise<Sent[]> {
  const ofFile = async (from: LocalSource) => ({
    bytes: `file ${JSON.stringify(from)}`,
    source: await local.upload(from),
  })
  if (operation.op === 'run') return Promise.all((operation.uploads ?? []).map(ofFile))
  if (operation.op !== 'write' || !apply.mustUpload(operation)) return []
  const { content } = operation
  if (isLocal(content)) return [await ofFile(content.source)]
  const bytes = Buffer.from(bytesOf(content))
  const source = { size: bytes.length, open: (from = 0) => Readable.from([bytes.subarray(from)]) }
  return [{ bytes: `these ${JSON.stringify(content)}`, source }]
}
