import { spawn } from 'node:child_process'

export interface OnTerminal {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** What is waited for on the terminal, each with what is typed then, and a signal to send to the program. */
  readonly steps?: readonly Step[]
  /** Default: 80. */
  readonly columns?: number
}

export type Step = readonly [seen: string, typed: string, signal?: 'SIGTERM' | 'SIGINT' | 'SIGHUP']

export interface Typed {
  readonly code: number
  /** All that stood on the terminal. */
  readonly seen: string
  /** Whether the terminal shows again what is typed. */
  readonly echoes: boolean
  /** Steps that never came. */
  readonly left: number
}

/** Runs a program on a terminal of its own, as a user sits there: by the pseudo-terminals of Python. */
export function onTerminal(
  argv: readonly string[],
  { cwd, env, steps = [], columns = 80 }: OnTerminal,
): Promise<Typed> {
  const child = spawn('python3', ['-c', program], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify({ argv, cwd, env, steps, columns }))
  let said = ''
  child.stdout.on('data', (chunk) => (said += chunk))
  return new Promise((resolve) => child.on('close', () => resolve(JSON.parse(said))))
}

const program = `
import fcntl, json, os, pty, select, signal, struct, sys, termios, time
told = json.load(sys.stdin)
env = {name: value for name, value in told['env'].items() if value is not None}
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 24, told['columns'], 0, 0))
    os.chdir(told['cwd'])
    os.execvpe(told['argv'][0], told['argv'], env)
seen, at, steps, status, late = b'', 0, list(told['steps']), None, time.time() + 500
def look():
    global seen
    # Nobody may have it open for a while: what is redirected opens it when it asks.
    try:
        seen += os.read(terminal, 65536)
    except OSError:
        time.sleep(0.02)
while status is None:
    if select.select([terminal], [], [], 0.1)[0]:
        look()
    if steps and steps[0][0].encode() in seen[at:]:
        at = seen.index(steps[0][0].encode(), at) + len(steps[0][0].encode())
        _, typed, *sent = steps.pop(0)
        os.write(terminal, typed.encode())
        for name in sent:
            os.kill(pid, getattr(signal, name))
    done, ended = os.waitpid(pid, os.WNOHANG)
    if done:
        status = os.waitstatus_to_exitcode(ended)
    elif time.time() > late:
        os.kill(pid, 9)
while select.select([terminal], [], [], 0)[0]:
    before = len(seen)
    look()
    if len(seen) == before:
        break
echoes = bool(termios.tcgetattr(terminal)[3] & termios.ECHO)
print(json.dumps({'code': status, 'seen': seen.decode('utf8', 'replace'), 'echoes': echoes, 'left': len(steps)}))
`
