import { directory, file, assert as holds } from '../../../tasks/index.ts'
import { type Places, trySituations } from '../../support/situations.ts'

const at =
  (path: string, is?: 'there' | 'file' | 'directory' | 'absent') =>
  ({ at }: Places) =>
    holds({ that: 'it is so', path: at(path), is, advice: 'make it so' })

trySituations('assert', [
  { name: 'something is there', before: { x: '' }, resources: at('x'), operations: [], statuses: ['ok'] },
  {
    name: 'nothing is there',
    resources: at('x'),
    refused: /it does not hold that it is so \(.*x is not there\): make it so/,
  },
  { name: 'a file is there', before: { x: '' }, resources: at('x', 'file'), operations: [], statuses: ['ok'] },
  {
    name: 'a directory, where a file is wanted',
    before: { x: { dir: true } },
    resources: at('x', 'file'),
    refused: /x is a directory\)/,
  },
  {
    name: 'a link to a directory is one',
    before: { d: { dir: true }, x: { link: 'd' } },
    resources: at('x', 'directory'),
    operations: [],
    statuses: ['ok'],
  },
  { name: 'a pipe', before: { x: { fifo: true } }, resources: at('x', 'file'), refused: /x is a named pipe\)/ },
  { name: 'nothing is wanted, and nothing there', resources: at('x', 'absent'), operations: [], statuses: ['ok'] },
  { name: 'nothing is wanted', before: { x: '' }, resources: at('x', 'absent'), refused: /x is a file\)/ },
  {
    name: 'what an earlier step makes is known, also by another spelling of its path',
    resources: (places) => [directory({ path: places.at('x') }), at('./x/', 'directory')(places)],
    operations: ['directory x'],
    statuses: ['changed', 'ok'],
  },
  {
    name: 'a script that ends well',
    resources: () => holds({ that: 'it is so', script: 'true', advice: 'x' }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'a script that does not, and what rests on nothing is told before anything is changed',
    resources: ({ at }) => [
      file({ path: at('f'), text: '' }),
      holds({ that: 'it is so', script: 'echo no; exit 3', inputs: [], advice: 'make it so' }),
    ],
    refused: /it does not hold that it is so \(status 3: no\): make it so/,
  },
])
