import type { Situation } from './house.ts'

const core = (name: string, text: string, fault: RegExp): Situation => ({
  name,
  files: { 'lib/core/x.ts': text },
  faults: [fault],
})

/** However an import is written, it is one. */
export const imports: readonly Situation[] = [
  core('a type', "import type { A } from '../report/a.ts'", /:1 imports lib\/report\/a\.ts/),
  core('for what it does', "import '../report/a.ts'", /:1 imports lib\/report\/a\.ts/),
  core('all of it', "import a, * as b from '../report/a.ts'", /:1 imports lib\/report\/a\.ts/),
  core(
    'over several lines',
    "import {\n  type A,\n  b as from,\n} from '../report/a.ts'",
    /:1 imports lib\/report\/a\.ts/,
  ),
  core('all is passed on', "export * from '../report/a.ts'", /:1 imports lib\/report\/a\.ts/),
  core('passed on under a name', "export * as a from '../report/a.ts'", /:1 imports lib\/report\/a\.ts/),
  core('a type is passed on', "export type { A } from '../report/a.ts'", /:1 imports lib\/report\/a\.ts/),
  core('loaded later', "const a = await import('../report/a.ts')", /:1 imports lib\/report\/a\.ts/),
  core('loaded inside a template', `const a = \`\${await import('../report/a.ts')}\``, /:1 imports lib\/report\/a\.ts/),
  core('named by a template', 'const a = await import(`../report/a.ts`)', /:1 imports lib\/report\/a\.ts/),
  core('named with an escape', "import '../rep\\u006frt/a.ts'", /:1 imports lib\/report\/a\.ts/),
  core('the type of a module', "type A = typeof import('../report/a.ts')", /:1 imports lib\/report\/a\.ts/),
  core('the old way', "import a = require('../report/a.ts')", /:1 imports lib\/report\/a\.ts/),
  core('a reference', '/// <reference path="../report/a.ts" />', /:1 imports lib\/report\/a\.ts/),
  core(
    'a name that is put together',
    `const a = await import(\`../report/\${name}.ts\`)`,
    /:1 loads what only a run can tell/,
  ),
  core('a name that is computed', 'const a = await import(name)', /:1 loads what only a run can tell/),
  core(
    'by the public door',
    "import { a } from 'runbook/tasks'",
    /:1 imports runbook\/tasks, as only who uses it does/,
  ),
  core(
    'a module of Node',
    "import { sep } from 'node:path'",
    /:1 imports node:path: of packages, core may import node:crypto$/,
  ),
  core('a module of Node, the old way', "import fs from 'fs'", /:1 imports fs: of packages/),
  core('a package of another room', "import { select } from 'xml-js'", /:1 imports xml-js: of packages/),
  core('a package with a scope', "import x from '@noble/curves'", /:1 imports @noble\/curves: of packages/),
  core('after a pattern with a quote in it', "const x = /'/\nimport '../report/a.ts'", /:2 imports lib\/report/),
  core('after a pattern behind a condition', "if (x) /'/.test(x)\nimport '../report/a.ts'", /:2 imports lib\/report/),
  core('after an export', "export { x }\nimport { y } from '../report/a.ts'", /:2 imports lib\/report/),
  core('after a division', "const x = (1) / 2\nimport '../report/a.ts' // /", /:2 imports lib\/report/),
  {
    name: 'a general task imports one of a product',
    files: { 'tasks/x.ts': "import { c } from './wso2is/c.ts'" },
    faults: [/:1 imports tasks\/wso2is\/c\.ts: tasks may import core, edit, read, remote\/posix, tasks\/support$/],
  },
  {
    name: 'a task imports what a dialect is',
    files: { 'tasks/x.ts': "import type { Dialect } from '../lib/remote/dialect.ts'" },
    faults: [/:1 imports lib\/remote\/dialect\.ts: tasks may import /],
  },
  {
    name: 'a session, an engine and a transport import more of a dialect than its entrance',
    files: {
      'lib/session/x.ts': "import { probe } from '../remote/posix/probe.ts'",
      'lib/engine/x.ts': "import { quote } from '../remote/posix/quote.ts'",
      'lib/transport/x.ts': "import { probe } from '../remote/posix/probe.ts'",
    },
    faults: [/session may import /, /engine may import /, /transport may import /],
  },
  {
    name: 'an inventory names a file of ours',
    files: { 'inventory/x.ts': "import { a } from '../lib/core/a.ts'" },
    faults: [/:1 imports lib\/core\/a\.ts: inventory may import the public door$/],
  },
  {
    name: 'a product file imports a test',
    files: { 'lib/cli/x.ts': "import { a } from '../../test/support/a.ts'" },
    faults: [/:1 imports test\/support\/a\.ts: cli may import cache, core/],
  },
  {
    name: 'a folder that nobody has named',
    files: { 'lib/attic/x.ts': "import { a } from '../core/a.ts'" },
    faults: [/^lib\/attic\/x\.ts is in no room: give it a row/],
  },
  {
    name: 'words that are no imports',
    files: {
      'lib/core/x.ts': [
        "// import '../report/a.ts'",
        "/* import '../report/a.ts' */",
        'const text = "import \'../report/a.ts\'"',
        `const more = \`\nimport "../report/a.ts" \${1}\``,
        "const shape = /import '..\\/report\\/a.ts'/",
        "const from = { import: 1, export: '../report/a.ts' }.import",
        "x.import('../report/a.ts')",
        "x?.require('../report/a.ts')",
        "export { text }\nimport '../core/a.ts'",
      ].join('\n'),
    },
    faults: [],
  },
]
