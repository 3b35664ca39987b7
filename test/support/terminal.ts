import { spawn } from 'node:child_process'

export interface OnTerminal {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** What is waited for on the terminal, each with what is typed then. */
  readonly steps?: readonly (readonly [seen: string, typed: string])[]
}

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
export function onTerminal(argv: readonly string[], { cwd, env, steps = [] }: OnTerminal): Promise<Typed> {
  const child = spawn('python3', ['-c', program], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify({ argv, cwd, env, steps }))
  let said = ''
  child.stdout.on('data', (chunk) => (said += chunk))
  return new Promise((resolve) => child.on('close', () => resolve(JSON.parse(said))))
}

const program = `
import json, os, pty, select, sys, termios, time
told = json.load(sys.stdin)
env = {name: value for name, value in told['env'].items() if value is not None}
pid, terminal = pty.fork()
if pid == 0:
    os.chdir(told['cwd'])
    os.execvpe(told['argv'][0], told['argv'], env)
seen, at, steps, echoes, status, late = b'', 0, list(told['steps']), None, None, time.time() + 100
def look():
    global seen, echoes
    # Nobody may have it open for a while: what is redirected opens it when it asks.
    try:
        seen += os.read(terminal, 65536)
        echoes = bool(termios.tcgetattr(terminal)[3] & termios.ECHO)
    except OSError:
        time.sleep(0.02)
while status is None:
    if select.select([terminal], [], [], 0.1)[0]:
        look()
    if steps and steps[0][0].encode() in seen[at:]:
        at = seen.index(steps[0][0].encode(), at) + len(steps[0][0].encode())
        os.write(terminal, steps.pop(0)[1].encode())
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
print(json.dumps({'code': status, 'seen': seen.decode('utf8', 'replace'), 'echoes': echoes, 'left': len(steps)}))
`
