import type { ProgramCommands } from '../dialect/shell-commands.ts'
import { quote } from './quote.ts'

/**
 * A host's sshd sends no signals to programs of root, and old ones to none. So a program tells its process number first,
 * and is ended by a `kill` of its own; sshd made it leader of a process group.
 */
export const programCommands: ProgramCommands = {
  typed: (command) => `exec sh -c ${quote(command)}\n`,
  announced: (command) => `exec sh -c ${quote(`echo "${announcement} $$" >&2; ${command}`)}`,
  readAnnouncement(output) {
    // What a login shell's own start-up files complain of comes before.
    const match = new RegExp(`^${announcement} (\\d+)\n`, 'm').exec(output)
    return match === null ? undefined : { pid: Number(match[1]), at: match.index, length: match[0].length }
  },
  kill: (pid, signal) => `kill -${signal} -${pid}`,
  withoutInput: (command) => `${command} </dev/null`,
  greeting: { command: 'echo ready', answer: 'ready' },
}

const announcement = 'runbook: process'
