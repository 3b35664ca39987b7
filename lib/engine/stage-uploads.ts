import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import type { LocalFiles } from '../controller/local-files.ts'
import { bytesOf, isLocal } from '../core/content.ts'
import { Interrupted } from '../core/failure.ts'
import type { NetOperation } from '../core/net-effect.ts'
import type { Operation } from '../core/operation.ts'
import type { StagedOperation } from '../remote/dialect/operation-scripts.ts'
import type { FileCommands } from '../remote/dialect/shell-commands.ts'
import type { Dialect } from '../remote/dialect.ts'
import type { Privilege } from '../remote/privilege.ts'
import { UploadError } from '../transport/faults.ts'
import type { UploadSource } from '../transport/transport.ts'
import type { Applying } from './applying.ts'

/** Files on their way to a host at once: each costs several round trips of waiting, few of them fill a connection. */
const atOnce = 4

/**
 * Puts what operations need on the host. Where a file cannot be put there, or the run is interrupted, all of it is taken
 * away again, and nothing is given.
 */
export async function stageUploads(
  batch: readonly NetOperation[],
  privilege: Privilege,
  applying: Applying,
): Promise<StagedOperation[] | undefined> {
  const { session, local, signal, onUpload, onOutcome } = applying
  const { dialect } = session
  const prepared = batch.map((net) => ({ net, uploaded: pathsFor(net.operation, dialect) }))
  const brought = prepared.flatMap(({ uploaded }) => uploaded)
  if (brought.length > 0) await session.withUpload(privilege, dialect.file.note(brought))
  const queue = [...prepared]
  let fault: { readonly net: NetOperation; readonly output: string } | undefined

  const upload = async ({ net, uploaded }: (typeof prepared)[number]) => {
    if (uploaded.length === 0) return
    const sources = await sourcesOf(net.operation, local)
    for (const [nth, path] of uploaded.entries()) {
      const source = sources[nth]
      if (source) await session.upload(privilege, source, path, (bytes) => onUpload(net, bytes, source.size))
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
  if (!fault && !signal?.aborted) return prepared
  if (brought.length > 0) await session.carryOut(privilege, dialect.file.removeNoted(brought))
  if (fault) onOutcome({ ...fault, status: 1 })
  return undefined
}

/** A name that nobody on the host can guess. */
export const uploadPath = (file: FileCommands): string => file.temporary(randomBytes(16).toString('hex'))

const pathsFor = (operation: Operation, dialect: Dialect): string[] =>
  Array.from({ length: uploadsOf(operation, dialect) }, () => uploadPath(dialect.file))

function uploadsOf(operation: Operation, { apply }: Dialect): number {
  if (operation.op === 'run') return operation.uploads?.length ?? 0
  return apply.mustUpload(operation) ? 1 : 0
}

/** As many as there are paths for them. */
async function sourcesOf(operation: Operation, local: LocalFiles): Promise<UploadSource[]> {
  if (operation.op === 'run') return Promise.all((operation.uploads ?? []).map((source) => local.upload(source)))
  if (operation.op !== 'write') return []
  const { content } = operation
  if (isLocal(content)) return [await local.upload(content.source)]
  const bytes = Buffer.from(bytesOf(content))
  return [{ size: bytes.length, open: () => Readable.from([bytes]) }]
}
