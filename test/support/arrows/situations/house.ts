/** What is put into a house in order, and what must be said of it: nothing, or these words, a line for each fault. */
export interface Situation {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
  readonly faults: readonly RegExp[]
}

/** A house of a file for each room, and all that the table allows. */
export const sound: Situation['files'] = {
  'lib/core/a.ts': "import { createHash } from 'node:crypto'\nexport const a = createHash\n",
  'lib/edit/a.ts': "import { a } from '../core/a.ts'\nexport const edit = a\n",
  'lib/read/a.ts':
    "import { X509Certificate } from 'node:crypto'\nimport { a } from '../core/a.ts'\nexport const b = [a, X509Certificate]\n",
  'lib/remote/posix/quote.ts': 'export const quote = (text: string) => text\n',
  'lib/remote/posix/probe.ts': `import { quote } from '../quote.ts'\nexport const probe = \`[ -e \${quote('x')} ] || exit 1\`\n`,
  'lib/remote/dialect.ts': "import type { a } from '../core/a.ts'\nexport type Dialect = typeof a\n",
  'lib/remote/posix/index.ts':
    "import type { Dialect } from '../dialect.ts'\nimport { probe } from './probe.ts'\nexport const posix: Dialect = probe\n",
  'lib/engine/run.ts':
    "import { open } from '../transport/open.ts'\nimport type { Dialect } from '../remote/dialect.ts'\nexport const run = (x: Dialect) => open(x, Date.now())\n",
  'lib/transport/open.ts':
    "import { connect } from 'node:net'\nimport { posix } from '../remote/posix/index.ts'\nexport const open = [connect, posix]\n",
  'lib/report/a.ts': "import type { a } from '../core/a.ts'\nexport type A = typeof a\n",
  'lib/cli/main.ts': "const { run } = await import('../engine/run.ts')\nprocess.exitCode = run\n",
  'lib/index.ts': "export * from '../tasks/index.ts'\nexport { a } from './core/a.ts'\n",
  'tasks/index.ts': "export { b } from './support/b.ts'\n",
  'tasks/support/b.ts': "import { quote } from '../../lib/remote/posix/quote.ts'\nexport const b = quote('b')\n",
  'tasks/wso2is/c.ts': "import { b } from '../support/b.ts'\nexport const c = b\n",
  'tasks/nginx/d.ts': "import { b } from '../index.ts'\nexport const d = b\n",
  'playbooks/p.ts': "import * as v from 'valibot'\nimport { c } from '../tasks/wso2is/c.ts'\nexport default [c, v]\n",
  'inventory/i.ts':
    "import { a } from 'runbook'\nimport { c } from 'runbook/tasks/wso2is'\nexport default [a, c, new Date()]\n",
  'docs/make.ts': "import p from '../playbooks/p.ts'\nconsole.log(p)\n",
}
