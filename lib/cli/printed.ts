import { inert } from '../report/inert.ts'
import type { Out } from '../report/report.ts'

/** A stream for text that hosts have a part in: a runner that reads it as a log finds no command in it. */
export const printed = (out: NodeJS.WriteStream): Out =>
  process.env.GITHUB_ACTIONS === 'true' ? { write: (text) => out.write(inert(text)) } : out
