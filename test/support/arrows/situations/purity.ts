import type { Situation } from './house.ts'

const pure = (name: string, text: string, ...faults: readonly RegExp[]): Situation => ({
  name,
  files: { 'lib/core/x.ts': text },
  faults,
})

/** Words that are never said in a pure room, by the reason that is given. */
const words: Readonly<Record<string, string>> = {
  'has no clock': 'Date performance Temporal AbortSignal setTimeout setInterval setImmediate queueMicrotask',
  'knows no environment': 'process navigator Intl __dirname __filename toLocaleString',
  'does no input or output': 'fetch WebSocket EventSource Worker XMLHttpRequest BroadcastChannel MessageChannel',
  'leaves nothing to chance': 'Math crypto webcrypto randomBytes randomUUID generateKeyPairSync',
  'does not reach for what is global': 'globalThis global eval Function module exports',
  'prints nothing': 'console',
}

/** What a pure room may not say. */
export const impure: readonly Situation[] = [
  pure('a new date', 'const x = new Date()', /:1 Date: core has no clock/),
  pure('a date of a list that may be empty', 'const x = new Date(...y)', /:1 Date: /),
  pure('a date that is called', 'const x = Date()', /:1 Date: /),
  pure('a date that is called with a number', 'const x = Date(5)', /:1 Date: /),
  ...Object.entries(words).flatMap(([why, list]) =>
    list
      .split(' ')
      .map((word) => pure(word, `const x = ${word}`, new RegExp(`:1 ${word}: core ${why}; let a fact ask`))),
  ),
  pure('chance', 'const x = Math.random()', /:1 Math: core leaves nothing to chance/),
  pure('chance by its text', "const x = Math['random']()", /:1 Math: /),
  pure('chance taken out', 'const { random } = Math', /:1 Math: /),
  pure('chance by a member', 'const x = crypto?.getRandomValues(y)', /:1 crypto: /, /:1 getRandomValues: /),
  pure('the language of the machine', 'a.localeCompare(b)', /:1 localeCompare: core knows no environment/),
  pure('the place of the file', 'const x = import.meta.url', /:1 import: core knows no environment/),
  pure('all that is global', "globalThis['fetch']", /:1 globalThis: core does not reach for what is global/),
  pure('all that is global, by a function', "Function('return this')()", /:1 Function: /),
  pure('a function by way of a value', "(() => {}).constructor('return process')()", /:1 constructor: /),
  pure('what another module is required by', "const { env } = module.require('node:process')", /:1 module: /),
  pure('in a value of a key', 'const x = { env: process }', /:1 process: /),
  pure('as a key and a value at once', 'const x = { process }', /:1 process: /),
  pure('inside a template', `const x = \`at \${Date.now()}: \${\`\${fetch(y)}\`}\``, /:1 Date: /, /:1 fetch: /),
  pure('between conditions', 'const x = y ? process : console', /:1 process: /, /:1 console: /),
  pure('in a case', 'switch (x) { case process: }', /:1 process: /),
  pure('after what looks like a comment', "const x = 'https://' + process.cwd()", /:1 process: /),
  pure('after a pattern with a slash in a class', 'const x = /[/]/.test(process.arch)', /:1 process: /),
  {
    name: 'chance, where certificates are read',
    files: { 'lib/read/x.ts': "import { randomBytes as bytes } from 'node:crypto'" },
    faults: [/:1 randomBytes: read leaves nothing to chance/],
  },
  {
    name: 'in each of the pure rooms',
    files: Object.fromEntries(
      [
        'lib/core',
        'lib/edit',
        'lib/read',
        'lib/remote',
        'lib/remote/posix',
        'tasks',
        'tasks/support',
        'tasks/wso2is',
        'tasks/nginx',
      ]
        .concat('playbooks')
        .map((folder) => [`${folder}/x.ts`, 'process.exit()']),
    ),
    faults: Array.from({ length: 10 }, () => /x\.ts:1 process: /),
  },
  pure('a date that is given', 'const x = [new Date(seconds * 1000).toISOString(), Date.parse(text), Date.UTC(1)]'),
  pure('bytes and arithmetic', 'const x = [Buffer.from(y), Math.max(1, 2), structuredClone(y)]'),
  pure('members and keys of such a name', 'const x = { process: 1, fetch: y.fetch, console: z?.console }'),
  pure('members of a type', 'interface X {\n  readonly process: string\n  fetch?: string\n}'),
  pure(
    'words of comments, texts and patterns',
    "// Date.now()\n/** process */\nconst x = ['fetch', `Date.now()`, /process/]",
  ),
  pure('a class', 'class X { constructor() {} }'),
]
