import type { Client } from 'ssh2'

type Hear = (protocol: unknown, name: string, wantsReply: boolean, data: unknown) => void

/** The part of the client that its types do not know. */
interface Inner {
  readonly _protocol?: { readonly _handlers?: { GLOBAL_REQUEST?: Hear } }
}

/**
 * ssh2 lets each host prove that all its keys are its own, which takes the host a signature for each; nobody here asks for
 * them, for the key that counts has been checked by then.
 */
export function withoutProofs(client: Client): void {
  const handlers = (client as unknown as Inner)._protocol?._handlers
  const hear = handlers?.GLOBAL_REQUEST
  if (handlers === undefined || hear === undefined) return
  handlers.GLOBAL_REQUEST = (protocol, name, wantsReply, data) => {
    if (name !== 'hostkeys-00@openssh.com' || wantsReply) hear(protocol, name, wantsReply, data)
  }
}
