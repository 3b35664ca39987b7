import { figures } from './figures/index.ts'

/** `main.js PART …`: what is measured. Each part has a script in package.json, and says its own options. */
const parts: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  compare: async (args) => (await import('./compare-command.ts')).compareCommand(args),
  fleet: async (args) => (await import('./fleet/command.ts')).fleetCommand(args),
  grow: async (args) => (await import('./grow/command.ts')).growCommand(args),
  figures,
}
const [name = '', ...args] = process.argv.slice(2)
const part = parts[name]
if (part === undefined) fail(`no part ${name}: there are ${Object.keys(parts).join(', ')}`)
else await part(args).catch((error) => fail(error instanceof Error ? error.message : String(error)))

function fail(words: string): void {
  process.stderr.write(`${words}\n`)
  process.exitCode = 64
}
