import { isMember, type Sources } from './imports.ts'
import { roomOf, rooms } from './rooms.ts'
import { lineOf, type Token, tokens } from './tokens.ts'

/** Every word in a pure room that a clock, an environment, a network, a process or chance comes in by. */
export const impurities = (sources: Sources): string[] =>
  [...sources].flatMap(([path, source]) => {
    const room = roomOf(path) ?? ''
    if (!rooms[room]?.pure) return []
    const all = tokens(source)
    return all.flatMap(({ kind, text, at }, index) => {
      const why = kind === 'word' ? impure(all, index) : undefined
      const advice = 'let a fact ask for it, or its caller give it'
      return why ? [`${path}:${lineOf(source, at)} ${text}: ${room} ${why}; ${advice}`] : []
    })
  })

const clock = 'has no clock'
const environment = 'knows no environment'
const network = 'does no input or output'
const chance = 'leaves nothing to chance'
const reach = 'does not reach for what is global'

const globals: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['performance', 'Temporal'].map((word) => [word, clock])),
  ...Object.fromEntries(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'].map((word) => [word, clock])),
  ...Object.fromEntries(['process', 'navigator', 'Intl', '__dirname', '__filename'].map((word) => [word, environment])),
  ...Object.fromEntries(
    ['fetch', 'WebSocket', 'EventSource', 'Worker', 'XMLHttpRequest', 'BroadcastChannel', 'MessageChannel'].map(
      (word) => [word, network],
    ),
  ),
  ...Object.fromEntries(['globalThis', 'global', 'eval', 'Function', 'module', 'exports'].map((word) => [word, reach])),
  console: 'prints nothing',
  crypto: chance,
}

/** Members that bring the same in by another door, whatever they are members of. */
const members: readonly (readonly [RegExp, string])[] = [
  [/^(random[A-Z]\w*|getRandomValues|generate(Key|Prime)\w*|webcrypto)$/, chance],
  [/^(localeCompare|toLocale[A-Z]\w*)$/, environment],
]

function impure(all: readonly Token[], index: number): string | undefined {
  const word = all[index]?.text ?? ''
  const [before, next, further] = [all[index - 1]?.text, all[index + 1]?.text, all[index + 2]?.text ?? '']
  const member = members.find(([names]) => names.test(word))
  if (member) return member[1]
  if (before === '.' || before === '?.') return word === 'constructor' ? reach : undefined
  if (word === 'import') return next === '.' ? environment : undefined
  if (isMember(all, index)) return undefined
  // What somebody else aborts is no clock.
  if (word === 'AbortSignal') return [':', 'instanceof'].includes(before ?? '') ? undefined : clock
  if (word === 'Math') return /^\??\.$/.test(next ?? '') && further !== 'random' ? undefined : chance
  if (word === 'Date') return converts(before, next, further) ? undefined : clock
  return Object.hasOwn(globals, word) ? globals[word] : undefined
}

/** A date made of a number or a text that is given tells no time. */
const converts = (before: string | undefined, next: string | undefined, further: string): boolean =>
  next === '.'
    ? ['parse', 'UTC'].includes(further)
    : before === 'new' && next === '(' && ![')', '...'].includes(further)
