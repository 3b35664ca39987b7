import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { hostname } from '../../../tasks/index.ts'
import { tryOnHost } from '../../support/host-situations.ts'
import { startHosts } from '../../support/hosts.ts'

const { hosts, stop } = await startHosts(1)
const [host] = hosts
if (!host) throw new Error('no host')
const name = 'is1.example.com'
const file = '/etc/hostname'
const both = `hostname; cat ${file}`

tryOnHost(
  'hostname',
  host,
  host.spec(),
  [
    {
      name: 'another name, now and in the file',
      covers: { hostname: 'wrong content' },
      resources: hostname({ name }),
      operations: [`write ${file}`, 'run'],
      statuses: ['changed'],
      after: { [both]: `${name}\n${name}` },
    },
    {
      name: 'right',
      covers: { hostname: 'already right' },
      resources: hostname({ name }),
      operations: [],
      statuses: ['ok'],
    },
    {
      name: 'right below a comment, and another name now',
      before: `printf '# ours\\n\\n${name}\\n' >${file}; hostname other`,
      resources: hostname({ name }),
      operations: ['run'],
      after: { [both]: `${name}\n# ours\n\n${name}` },
    },
    {
      name: 'no file: that is right which counts now',
      covers: { hostname: 'absent' },
      before: `rm ${file}`,
      resources: hostname({ name }),
      operations: [`write ${file}`],
      after: { [both]: `${name}\n${name}` },
    },
    {
      name: 'the mode of the file stays',
      covers: { hostname: 'attributes' },
      before: `echo old >${file}; chmod 640 ${file}`,
      resources: hostname({ name }),
      operations: [`write ${file}`],
      after: { [`stat -c %a ${file}`]: '640' },
    },
    {
      name: 'a folder in its place',
      covers: { hostname: 'wrong kind' },
      before: `rm ${file}; mkdir ${file}`,
      resources: hostname({ name }),
      refused: /\/etc\/hostname is a directory/,
    },
  ],
  stop,
)

const test = suite('names of hosts')
for (const [wrong, words] of [
  ['a b', /is no host name/],
  ['-a', /is no host name/],
  [`${'a'.repeat(60)}.example`, /no host name of more than 64 characters/],
] as const)
  test(wrong, () => assert.throws(() => hostname({ name: wrong }), words))
test.run()
