import type { SshSpec } from '../core/connection.ts'
import { TransportFault } from './faults.ts'
import { openClient } from './open-client.ts'
import { channelOpener } from './ssh-channel.ts'
import type { SshClient } from './ssh-client.ts'
import { resolveHops } from './ssh-settings.ts'
import { uploader } from './ssh-upload.ts'
import type { Connect } from './transport.ts'

/** A host over SSH, through other hosts when the spec or the ssh configuration says so; each hop's key is checked. */
export const connectSsh: Connect<SshSpec> = async (spec, { signal, dialect }) => {
  const hops: SshClient[] = []
  const close = async (reason?: Error) => {
    for (const hop of hops.toReversed()) await hop.end(reason)
  }
  try {
    for (const settings of await resolveHops(spec)) hops.push(await openClient(settings, hops.at(-1), signal))
  } catch (error) {
    await close()
    throw error
  }
  const [host] = hops.slice(-1)
  if (host === undefined) throw new Error('a host has at least one hop')
  const open = channelOpener(host, dialect.program)
  const onAbort = () => void close(new TransportFault('ended', 'interrupted'))
  signal?.addEventListener('abort', onAbort, { once: true })
  void host.closed.then(async () => {
    signal?.removeEventListener('abort', onAbort)
    await close()
  })
  return { dialect, open, upload: uploader(host, { open, dialect }), closed: host.closed, close: () => close() }
}
