import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import * as assert from 'uvu/assert'
import { hashName, judge, keysFor, knownLine, knownName, parseKnownHosts } from '../../../lib/transport/known-hosts.ts'
import { mutated } from '../mutations.ts'
import type { Progress } from '../progress.ts'

/** A key as a server shows it. */
const keyOf = (type: string): Buffer => {
  const words = [Buffer.from(type), randomBytes(32)]
  return Buffer.concat(words.flatMap((word) => [Buffer.from([0, 0, 0, word.length]), word]))
}

/** Mutated known_hosts files: only a line with this very key and a name for this host vouches for it, and none takes for ever. */
export function tryKnownHosts(runs: number, seed: number, progress: Progress) {
  const found = { known: 0, revoked: 0, changed: 0, unknown: 0 }
  const [key, other] = [keyOf('ssh-ed25519'), keyOf('ssh-ed25519')]
  const names = [knownName('Web1.example.com', 22), knownName('10.0.0.1', 2222)]
  const [name = '', numbered = ''] = names
  const hashed = hashName(name, randomBytes(20))
  const corpus = [
    `# ours\n${knownLine(name, key)}\n${knownLine(numbered, other)} a comment\n`,
    `${knownLine(`*.example.com,!web2.example.com,${numbered}`, key)}\r\n@revoked * ${other.toString('base64')}\n`,
    `${hashed} ssh-ed25519 ${key.toString('base64')}\n|1|x|y ssh-rsa AAAA\n\n`,
    `@cert-authority *.example.com ssh-ed25519 ${other.toString('base64')}\n@revoked ${name} ssh-ed25519 ${key.toString('base64')}\n`,
  ]
  const tokens = [
    '*',
    '?',
    '!',
    ',',
    '|1|',
    '@revoked ',
    '@cert-authority ',
    '#',
    ' ',
    '\t',
    '[',
    ']:2222',
    '=',
    '.',
    '\\',
  ]
  const cases = fc.tuple(mutated(corpus, tokens), fc.constantFrom(...names), fc.constantFrom(key, other))
  const property = fc.property(fc.noBias(cases), ([bytes, host, shown]) => {
    progress({ host, knownHosts: bytes.toString('latin1') })
    const text = bytes.toString()
    const verdict = judge(keysFor(parseKnownHosts(text, '/known_hosts'), host), shown)
    found[verdict.state]++
    if (verdict.state !== 'known') return
    const isOurs = (line: string) =>
      line.split(/\s+/).includes(shown.toString('base64')) && !/^\s*[#@]/.test(line) && mayName(line.trim(), host)
    assert.ok(text.split('\n').some(isOurs), 'a line says so')
  })
  fc.assert(property, { numRuns: runs, seed, endOnFailure: true })
  return found
}

/** A hashed name, a pattern, or the name itself. */
const mayName = (line: string, host: string): boolean => {
  const [names = ''] = line.split(/\s+/)
  return names.startsWith('|1|') || /[*?]/.test(names) || names.toLowerCase().split(',').includes(host)
}
