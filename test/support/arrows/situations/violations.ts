import type { Situation } from './house.ts'

/** Each of these once passed the lint, because nothing kept the arrow. */
export const violations: readonly Situation[] = [
  {
    name: 'report imports engine and transport',
    files: {
      'lib/report/x.ts': "import { run } from '../engine/run.ts'\nimport { open } from '../transport/open.ts'\n",
    },
    faults: [
      /^lib\/report\/x\.ts:1 imports lib\/engine\/run\.ts: report may import core$/,
      /^lib\/report\/x\.ts:2 imports lib\/transport\/open\.ts: report may import core$/,
    ],
  },
  {
    name: 'transport imports engine and report',
    files: {
      'lib/transport/x.ts': "import type {} from '../engine/run.ts'\nimport type { A } from '../report/a.ts'\n",
    },
    faults: [
      /x\.ts:1 imports lib\/engine\/run\.ts: transport may import cache, core, remote, remote\/posix \(dialect\), /,
      /x\.ts:2 imports lib\/report/,
    ],
  },
  {
    name: 'engine imports report',
    files: { 'lib/engine/x.ts': "export { type A } from '../report/a.ts'\n" },
    faults: [
      /x\.ts:1 imports lib\/report\/a\.ts: engine may import core, edit, remote, controller, session, transport$/,
    ],
  },
  {
    name: 'core imports read',
    files: { 'lib/core/x.ts': "import { b } from '../read/a.ts'\n" },
    faults: [/x\.ts:1 imports lib\/read\/a\.ts: core may import nothing of ours$/],
  },
  {
    name: 'edit imports read and remote',
    files: { 'lib/edit/x.ts': "import { b } from '../read/a.ts'\nimport { quote } from '../remote/posix/quote.ts'\n" },
    faults: [
      /x\.ts:1 imports lib\/read\/a\.ts: edit may import core, packages$/,
      /x\.ts:2 imports lib\/remote\/posix\/quote\.ts/,
    ],
  },
  {
    name: 'read imports remote, with the clock and the environment',
    files: {
      'lib/read/x.ts':
        "import { quote } from '../remote/posix/quote.ts'\nexport const x = [new Date(), process.env.X, quote]\n",
    },
    faults: [
      /x\.ts:2 Date: read has no clock; let a fact ask/,
      /x\.ts:2 process: read knows no environment/,
      /x\.ts:1 imports lib\/remote/,
    ],
  },
  {
    name: 'a task has a clock, an environment and a network',
    files: { 'tasks/x.ts': 'Date.now()\nprocess.env.X\nfetch(y)\nconsole.log(y)\nsetTimeout(y, 1)\n' },
    faults: [/x\.ts:1 Date: tasks has no clock/, /:2 process/, /:3 fetch/, /:4 console/, /:5 setTimeout/],
  },
  {
    name: 'a playbook imports a private file of tasks, with the clock',
    files: { 'playbooks/x.ts': "import { b } from '../tasks/support/b.ts'\nexport const x = [b, Date.now()]\n" },
    faults: [
      /x\.ts:2 Date: playbooks has no clock/,
      /x\.ts:1 imports tasks\/support\/b\.ts: playbooks may import core, tasks, /,
    ],
  },
]
