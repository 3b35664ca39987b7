import type { Situation } from './house.ts'

/** Files that import each other. */
export const cyclic: readonly Situation[] = [
  {
    name: 'two files',
    files: { 'lib/core/x.ts': "import './y.ts'", 'lib/core/y.ts': "import './x.ts'" },
    faults: [/^lib\/core\/x\.ts, lib\/core\/y\.ts import each other, if only for a type: move /],
  },
  {
    name: 'for a type only, by way of a third',
    files: {
      'lib/core/x.ts': "import type { Y } from './y.ts'",
      'lib/core/y.ts': "export type { Z as Y } from './z.ts'",
      'lib/core/z.ts': "import { x } from './x.ts'",
    },
    faults: [/^lib\/core\/x\.ts, lib\/core\/y\.ts, lib\/core\/z\.ts import each other/],
  },
  {
    name: 'a file imports itself',
    files: { 'lib/core/x.ts': "import './x.ts'" },
    faults: [/^lib\/core\/x\.ts import each other/],
  },
  {
    name: 'two knots that hang together are two',
    files: {
      'lib/core/w.ts': "import './x.ts'",
      'lib/core/x.ts': "import './w.ts'\nimport './y.ts'",
      'lib/core/y.ts': "import './z.ts'",
      'lib/core/z.ts': "import './y.ts'",
    },
    faults: [/^lib\/core\/y\.ts, lib\/core\/z\.ts /, /^lib\/core\/w\.ts, lib\/core\/x\.ts /],
  },
  {
    name: 'two ways to one file',
    files: {
      'lib/core/x.ts': "import './y.ts'\nimport './z.ts'",
      'lib/core/y.ts': "import './z.ts'",
      'lib/core/z.ts': '',
    },
    faults: [],
  },
]
