import type { ShellSpec } from '../core/connection.ts'
import type { ProgramCommands } from '../remote/dialect/shell-commands.ts'
import { commandLine, programLine } from '../remote/posix/quote.ts'
import { trackChannels } from './channels.ts'
import { TransportFault } from './faults.ts'
import { lastWords } from './last-words.ts'
import { collect, startProcess } from './process.ts'
import { within } from './time.ts'
import type { Channel, Connect } from './transport.ts'
import { uploadByCommand } from './upload.ts'

/**
 * Any command that gives a POSIX shell on its standard input. The shell is told, in one line, to become the program:
 * it then reads nothing more. What the caller writes before the program's first output is lost to the shell's
 * read-ahead, so programs print first.
 */
export const connectShell: Connect<ShellSpec> = async ({ argv }, { signal, dialect }) => {
  const label = commandLine(argv)
  const channels = trackChannels(signal)
  const open = async (command: string): Promise<Channel> => {
    const channel = channels.add(await startProcess(programLine(argv), { label }))
    channel.stdin.write(dialect.program.typed(command))
    return channel
  }
  const { greeting } = dialect.program
  try {
    await probe(await open(greeting.command), greeting, label)
  } catch (error) {
    await channels.close(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
  return {
    dialect,
    closed: channels.closed,
    close: () => channels.close(),
    open,
    upload: async (source, path, onProgress, from, until) =>
      uploadByCommand({ open, dialect }, { source, path, onProgress, from: (await from) ?? 0, until }),
  }
}

/** The first program shows that there is a shell; if not, the command itself says why (`docker`: no such container). */
async function probe(channel: Channel, { answer }: ProgramCommands['greeting'], label: string): Promise<void> {
  let last: Buffer = Buffer.alloc(0)
  const hear = (chunk: Buffer) => {
    last = Buffer.concat([last, chunk]).subarray(-4000)
  }
  const words = () => (last.length === 0 ? '' : ` (the last that it said: ${lastWords(last)})`)
  const [output, complaint, { code, signal }] = await within(
    Promise.all([collect(channel.stdout, hear), collect(channel.stderr, hear), channel.exit]),
    patience,
    () =>
      new TransportFault(
        'timeout',
        `${label} gave no shell within ${patience} s${words()}: try it by hand, it may be asking something`,
      ),
  )
  if (code === 0 && output.includes(answer)) return
  const reason = lastWords(output, complaint) || `it ended with ${signal ?? `status ${code}`}`
  throw new TransportFault('ended', `${label} gives no shell: ${reason}`)
}

/** Seconds. */
const patience = 60
