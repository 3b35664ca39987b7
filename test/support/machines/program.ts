import { execFileSync } from 'node:child_process'

/** Runs a program and gives what it printed. One that fails throws, with the end of what it said. */
export function said(program: string, args: readonly string[], cwd = '/'): string {
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    return execFileSync(program, args, {
      cwd,
      env,
      encoding: 'utf8',
      maxBuffer: 1 << 27,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  } catch (error) {
    const { status, stdout, stderr } = error as { status?: number; stdout?: string; stderr?: string }
    const words = `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n').slice(-15).join('\n')
    throw new Error(`${program} ${args.slice(0, 3).join(' ')} … ended with ${status ?? error}:\n${words}`)
  }
}
