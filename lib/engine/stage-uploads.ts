import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { type LocalFiles, nameOf } from '../controller/local-files.ts'
import { bytesOf, isLocal, type LocalSource, sha256 } from '../core/content.ts'
import { Interrupted } from '../core/failure.ts'
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
  const sent = new Map<string, { readonly path: string; uses: number; ended?: Promise<void> }>()
  const prepared = batch.map((net) => {
    const wanted = wantedOf(net.operation, local, dialect)
    const uploaded = wanted.map(({ bytes, name }) => {
      const found = sent.get(bytes) ?? { path: uploadPath(dialect.file, name), uses: 0 }
      sent.set(bytes, found)
      found.uses++
      return found.path
    })
    return { net, wanted, uploaded }
  })
  const brought = [...sent.values()].map(({ path }) => path)
  // The first byte waits for it, so that what is there is noted at any moment; what leads there does not.
  const noted = brought.length > 0 ? session.withUpload(privilege, dialect.file.note(brought)) : undefined
  noted?.catch(() => {})
  const queue = [...prepared]
  let fault: { readonly net: NetOperation; readonly output: string } | undefined

  const send = async (net: NetOperation, { source }: Wanted, path: string) => {
    const from = await source()
    await session.upload(privilege, from, path, (bytes) => onUpload(net, bytes, from.size), noted)
  }
  const upload = async ({ net, wanted }: (typeof prepared)[number]) => {
    for (const one of wanted) {
      const found = sent.get(one.bytes)
      if (found === undefined) continue
      found.ended ??= send(net, one, found.path)
      await found.ended
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
  await noted
  const isShared = ({ bytes }: Wanted) => (sent.get(bytes)?.uses ?? 0) > 1
  if (!fault && !signal?.aborted)
    return prepared.map(({ net, wanted, uploaded }) => ({
      net,
      uploaded,
      ...(wanted.some(isShared) ? { shared: true } : {}),
    }))
  if (brought.length > 0) await session.carryOut(privilege, dialect.file.removeNoted(brought))
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

interface Wanted {
  /** The same for the same bytes. */
  readonly bytes: string
  /** The same in each run. */
  readonly name?: string
  source(): Promise<UploadSource>
}

function wantedOf(operation: Operation, local: LocalFiles, { apply }: Dialect): Wanted[] {
  const ofFile = (from: LocalSource): Wanted => {
    const name = nameOf(from)
    return { bytes: `file ${name}`, name, source: () => local.upload(from) }
  }
  if (operation.op === 'run') return (operation.uploads ?? []).map(ofFile)
  if (operation.op !== 'write' || !apply.mustUpload(operation)) return []
  const { content } = operation
  if (isLocal(content)) return [ofFile(content.source)]
  const source = async () => {
    const bytes = Buffer.from(bytesOf(content))
    return { size: bytes.length, open: (from = 0) => Readable.from([bytes.subarray(from)]) }
  }
  return [{ bytes: `these ${JSON.stringify(content)}`, source }]
}
