import { spawn } from 'node:child_process'
import type { Connection, ExecInfo, ServerChannel, Session } from 'ssh2'
import { type SshServer, startSshServer } from '../../support/ssh-server.ts'
import type { Deed, Moment, Wire } from './channel-deeds.ts'
import { flood, send } from './packets.ts'

/** The number of a session or a channel on the other side, which its types do not know. */
interface Numbered {
  readonly outgoing?: { readonly id: number }
  readonly _chanInfo?: { readonly outgoing: { readonly id: number } }
}
const numberOf = (one: Session | ServerChannel): number => {
  const { outgoing, _chanInfo } = one as unknown as Numbered
  return (outgoing ?? _chanInfo?.outgoing)?.id ?? 0
}

/** A host behind a server of ssh2 that is well until a moment comes: then it does one thing that it should not, once. */
export function startHostileHost(
  folder: string,
  { moment, deed, env }: { readonly moment: Moment; readonly deed: Deed; readonly env: NodeJS.ProcessEnv },
): Promise<SshServer> {
  let isOver = false
  /** Whether what was asked for is not to be done. */
  const strike = (now: Moment, wire: Wire): boolean => {
    if (isOver || now !== moment) return false
    isOver = true
    return deed(wire) === 'instead'
  }
  const onSession = (client: Connection, session: Session) =>
    session.on('exec', (accept, refuse, { command }: ExecInfo) => {
      const wire = wireOf(client, { id: numberOf(session), refuse, accept })
      if (!strike('program', wire))
        carryOut(accept(), command, (now, channel) => strike(now, { ...wire, channel }), env)
    })
  return startSshServer(folder, (client) => {
    client.on('session', (accept, refuse) => {
      if (!strike('session', wireOf(client, { refuse }))) onSession(client, accept())
    })
  })
}

const wireOf = (client: Connection, more: Partial<Wire>): Wire => ({
  send: (payload) => send(client, payload),
  flood: (payloads, deaf) => flood(client, payloads, deaf),
  id: 0,
  refuse: () => {},
  accept: () => {
    throw new Error('no program was asked for')
  },
  ...more,
})

/** A program of this machine; says when a moment of the run has come. */
function carryOut(
  channel: ServerChannel,
  command: string,
  come: (now: Moment, channel: ServerChannel) => void,
  env: NodeJS.ProcessEnv,
): void {
  const child = spawn('sh', ['-c', command], { env })
  let asked = ''
  channel.on('data', (chunk: Buffer) => {
    asked = (asked + chunk.toString('latin1')).slice(-200_000)
    if (asked.includes('rb_jopen')) come('apply', channel)
    if (asked.includes('rb_drop')) come('end', channel)
    child.stdin.write(chunk)
  })
  channel.on('error', () => {})
  for (const end of ['end', 'close']) channel.on(end, () => child.stdin.end())
  child.stdin.on('error', () => {})
  child.stdout.on('data', (chunk: Buffer) => {
    if (!channel.writable) return
    channel.write(chunk)
    come('answer', channel)
  })
  child.stderr.on('data', (chunk: Buffer) => {
    if (channel.writable) channel.stderr.write(chunk)
  })
  child.on('close', (code) => {
    if (!channel.writable) return
    channel.exit(code ?? 1)
    channel.end()
  })
}
