import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { UsageError } from '../../../lib/core/failure.ts'
import {
  absent,
  archive,
  archiveFiles,
  clocksAgree,
  directory,
  download,
  file,
  hostArchive,
  hostsEntry,
  ini,
  json,
  lines,
  properties,
  sharedFolders,
  symlink,
  toml,
  xml,
  yaml,
} from '../../../tasks/index.ts'

/** What no compiler has looked at: every fault of the options is told at the call, before a host is touched. */
type Loose = (options: unknown) => unknown
const loose = (task: unknown): Loose => task as Loose

const sha256 = '0'.repeat(64)
const faults: readonly [name: string, task: unknown, options: unknown, says: RegExp][] = [
  ['absent', absent, '/x', /it is given a value of type string: give it one object of options/],
  ['absent', absent, {}, /^absent: the option path is missing$/],
  ['absent', absent, { path: '/x', recurse: true }, /it has no option recurse: did you mean recursive\?/],
  ['absent', absent, { path: '/x', recursive: 'yes' }, /recursive: it is "yes": give true or false/],
  ['directory', directory, { path: '/x', mode: '0755' }, /mode: it is "0755": write 0o755, a number and no text/],
  ['directory', directory, { path: '/x', mode: '1777' }, /mode: it is "1777": write 0o1777, a number/],
  ['directory', directory, { path: '/x', mode: 'u=rwx,g=rx,o=' }, /mode: it is "u=rwx,g=rx,o=": write 0o750, a number/],
  ['directory', directory, { path: '/x', mode: 'a=r' }, /write 0o444, a number/],
  [
    'directory',
    directory,
    { path: '/x', mode: 'u+x' },
    /mode: it is "u\+x": give permission bits, a number as in 0o640/,
  ],
  ['directory', directory, { path: '/x', mode: 755 }, /mode: 755 is no permission bits: write them as in 0o755/],
  [
    'directory',
    directory,
    { path: '/x', acl: 'u' },
    /it has no option acl: it takes path, mode, owner, group, state, recursive/,
  ],
  ['symlink', symlink, { path: '/x' }, /^symlink: the option target is missing$/],
  ['symlink', symlink, { path: '/x', target: '' }, /target: it is empty: give what the link points to/],
  ['file', file, { path: '/x' }, /it has none of the options from, text, bytes: give one of them/],
  ['file', file, { path: '/x', from: 'a', text: '' }, /it has the options from and text: give one of them/],
  ['file', file, { path: '/x', text: 1 }, /text: give a text, or secret\('…'\)/],
  ['archive', archive, { from: 'a.zip', path: '/x', strip: -1 }, /strip: -1 is none: give a number of path segments/],
  ['archive', archive, { from: 'a.zip' }, /the option path is missing/],
  [
    'archiveFiles',
    archiveFiles,
    { from: 'a.zip', root: 'a', entries: ['../x'], path: '/x' },
    /entries\.0: "\.\.\/x" is no place inside: write a file of the archive without/,
  ],
  [
    'archiveFiles',
    archiveFiles,
    { from: 'a.zip', root: 'a', entries: ['b'], path: '/x', recursive: true },
    /recursive is for files that go: say state: 'absent'/,
  ],
  ['clocksAgree', clocksAgree, { others: [] }, /others: it is empty: give names of other hosts/],
  [
    'sharedFolders',
    sharedFolders,
    { share: '/mnt/a', folders: [{ path: '/x', target: '../x' }] },
    /folders\.0\.target: "\.\.\/x" is no place inside: write a folder of the share without/,
  ],
  ['hostArchive', hostArchive, { from: '/a.war', path: '/x' }, /the option archive is missing; it has no option from/],
  ['hostArchive', hostArchive, { archive: '/a.war', path: '/x', known: 'web.xml' }, /known: .*give a list of paths/],
  ['download', download, { url: 'http://h/x', path: '/x' }, /^download: the option sha256 is missing$/],
  ['download', download, { url: 'ftp://h/x', path: '/x', sha256 }, /"ftp:\/\/h\/x" is no http or https URL/],
  ['download', download, { url: 'http://h/x', path: '/x', sha256: 'abc' }, /"abc" is no SHA-256: give the 64/],
  ['download', download, { url: 'http://h', path: '/x', sha256, via: 'me' }, /via: .*give 'host' or 'controller'/],
  [
    'download',
    download,
    { url: 'http://h', path: '/x', sha256, timeout: 0 },
    /timeout: give a number of seconds above/,
  ],
  ['lines', lines, { path: '/x' }, /^lines: the option edits is missing$/],
  ['lines', lines, { path: '/x', edits: lines.ensure('a') }, /edits: .*give a list of edits of lines/],
  [
    'lines',
    lines,
    { path: '/x', edits: [json.set(['a'], 1)] },
    /edits\.0: it is an edit of JSON: give an edit of lines/,
  ],
  ['lines', lines, { path: '/x', edits: ['a'] }, /edits\.0: it is a value of type string: give an edit of lines/],
  [
    'lines',
    lines,
    { path: '/x', edits: [], encoding: 'klingon' },
    /encoding: "klingon" is not known here: give one of UTF-8/,
  ],
  ...[xml, json, lines, properties, ini, toml, yaml].map((task): [string, unknown, unknown, RegExp] => [
    'no edits',
    task,
    { path: '/x', edits: [] },
    /^(\w+): edits: it is empty: give edits of .*, or leave the task out$/,
  ]),
  ['xml', xml, { path: '/x', edits: [lines.ensure('a')] }, /edits\.0: it is an edit of lines: give an edit of XML/],
  ['xml', xml, { path: '/x', edits: [xml.text('/a', 'b'), json.remove(['a'])] }, /edits\.1: it is an edit of JSON/],
  ['xml', xml, { path: '/x', edits: [], namespaces: { a: 1 } }, /namespaces\.a: .*give the URI of a namespace/],
  ['json', json, { path: '/x', edits: [xml.text('/a', 'b')] }, /edits\.0: it is an edit of XML: give an edit of JSON/],
  [
    'properties',
    properties,
    { path: '/x', edits: [xml.text('/a', 'b')] },
    /an edit of XML: give an edit of properties/,
  ],
  ['json', json, { path: '/x', edits: [properties.set('a', 'b')] }, /an edit of properties: give an edit of JSON/],
  [
    'ini',
    ini,
    { path: '/x', edits: [properties.set('a', 'b')] },
    /edits\.0: it is an edit of properties: give an edit of ini files/,
  ],
  ['properties', properties, { path: '/x', edits: [ini.set('a', 'b', 'c')] }, /it is an edit of ini files/],
  ['hostsEntry', hostsEntry, { address: '10.0.0', names: ['a'] }, /address: "10\.0\.0" is no IP address/],
  ['hostsEntry', hostsEntry, { address: '10.0.0.256', names: ['a'] }, /"10\.0\.0\.256" is no IP address/],
  ['hostsEntry', hostsEntry, { address: '2001:db8:::1', names: ['a'] }, /is no IP address/],
  ['hostsEntry', hostsEntry, { address: '10.0.0.1', names: [] }, /names: it is empty: give names of hosts/],
  ['hostsEntry', hostsEntry, { address: '10.0.0.1', names: ['a b'] }, /names\.0: "a b" is no name of a host/],
  ['hostsEntry', hostsEntry, { address: '10.0.0.1', names: ['a', '10.0.0.2'] }, /names\.1: "10\.0\.0\.2" is no name/],
]

const test = suite('options')
for (const [name, task, options, says] of faults) {
  test(`${name}(${JSON.stringify(options)})`, () =>
    assert.throws(
      () => loose(task)(options),
      (error: unknown) => {
        if (!(error instanceof UsageError)) throw error
        assert.match(error.message, says)
        return true
      },
    ))
}

test('what is right is taken', () => {
  for (const address of ['10.0.0.1', '::1', '2001:db8::10', 'fe80::1%eth0'])
    assert.ok(hostsEntry({ address, names: ['is.example.com', 'is_1'] }))
  assert.is(download({ url: 'HTTPS://h/x', path: '/x', sha256: 'AB'.repeat(32) }).task, 'download')
  assert.ok(xml({ path: '/x', edits: [xml.remove('/a')], namespaces: { sec: 'urn:x' } }))
})
test.run()
