import type { NetOperation } from '../core/net-effect.ts'
import type { Applying } from './applying.ts'

/** Hears what operations say while they run. Text is one character per byte until a whole line is there. */
export function liveReader(
  operations: readonly NetOperation[],
  { session, onOutput }: Pick<Applying, 'session' | 'onOutput'>,
) {
  let buffer = ''
  return (text: string): void => {
    buffer += text
    for (;;) {
      const { said, rest } = session.dialect.apply.readSaid(buffer, session.nonce)
      buffer = rest
      if (said === undefined) return
      const net = operations[said.index]
      if (net !== undefined) onOutput(net, said.line)
    }
  }
}
