import * as assert from 'uvu/assert'
import { toml } from '../../../tasks/index.ts'
import { type Read, readToml } from '../../edit/toml/tomllib.ts'
import { type Edit, type Format, shown } from '../files.ts'

const path = '/f'
const edit = (about: string, ...edits: Parameters<typeof toml>[0]['edits']): Edit => ({
  about,
  resource: toml({ path, edits }),
})

/** Each edit is about one key of the outermost table. */
export const tomlFormat: Format = {
  name: 'TOML',
  corpus: [
    'title = "x" # so\n\n[server]\nhostname = "localhost"\nports = [ 1, 2,\n  3 ]\n\n[[db]]\nid = "a"\nurl = \'\'\'l\'\'\'\n\n[[db]]\nid = "b"\n',
    'a.b = 1\r\na.c = 1979-05-27T07:32:00Z\r\n[server.inner]\r\nx = {y = 1, z = """m\r\nn"""}\r\n',
    '"k k" = 0x1F\n[server]\n"quoted.key" = inf\nf = -0.5e3\n[other]\n# \xc3\xa9\n',
    'server = { hostname = "a", list = [{id = 1}] }\nlast = true',
  ],
  tokens: [
    '[',
    ']',
    '[[',
    ']]',
    '=',
    '.',
    ',',
    '"',
    "'",
    '"""',
    "'''",
    '#',
    '{',
    '}',
    '[server]',
    '[[db]]',
    'server.',
    'hostname',
    'id = "c"',
    '1',
    '_',
    '-',
    '0x',
    'true',
    'inf',
    '\\',
    '\\u00e9',
    '1979-05-27',
  ],
  edits: [
    edit('server', toml.set('server.hostname', 'is.example.com')),
    edit('server', toml.set('server.new.deep', ['x', 1n])),
    edit('db', toml.ensureMember('db', 'id', { id: 'b', url: 'jdbc:"x"' })),
    edit('title', toml.remove('title')),
    edit('a', toml.set('a.b', 2.5)),
    edit('server', toml.remove('server.ports')),
  ],
  judge(jobs) {
    const read = readToml(jobs.flatMap(({ before, after }) => [before.toString(), after.toString()]))
    for (const [at, job] of jobs.entries())
      assert.equal(others(read[2 * at + 1], job.edit.about), others(read[2 * at], job.edit.about), shown(job))
  },
}

function others(read: Read | undefined, about: string): unknown {
  if (read === undefined || typeof read === 'string') return 'no TOML'
  return Object.fromEntries(Object.entries(read).filter(([key]) => key !== about))
}
