import { spawnSync } from 'node:child_process'
import * as assert from 'uvu/assert'
import { xml } from '../../../tasks/index.ts'
import { type Edit, type Format, type Job, shown } from '../files.ts'

const path = '/f'
const value = 'new & <"\'>]]>'
const edit = (about: string, ...edits: Parameters<typeof xml>[0]['edits']): Edit => ({
  about,
  resource: xml({ path, edits }),
})

/** Each edit is about the elements of one name. */
export const xmlFormat: Format = {
  name: 'XML',
  corpus: [
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- a -->\n<r xmlns:n="urn:n">\n  <a b="1" c=\'2\'>x</a>\n  <d><![CDATA[y]]></d>\n  <n:e/>\n</r>\n',
    '<r>\r\n\t<a\r\n\t  b="1"/>\r\n\t<!-- <d k="v">1</d> -->\r\n\t<d>\r\n key=1\r\n</d>\r\n</r>',
    '<?xml version="1.0" encoding="ISO-8859-1"?><r><a b="\xe9">\xe9 &amp; &#65;</a><d>&lt;</d></r>',
    '<!DOCTYPE r [<!ENTITY e "x">]>\n<r>&e;<a b="1"><f/></a><d/><?pi x?></r>',
    '\xef\xbb\xbf<r><a>\xc3\xa9</a><a b="2">z</a><d k="v">1</d></r>',
  ],
  tokens: [
    '<',
    '>',
    '/',
    '/>',
    '</',
    '<a',
    '<a b="3">',
    '</a>',
    '</r>',
    '<d>',
    '"',
    "'",
    '=',
    ' b="1"',
    '&',
    '&amp;',
    '&#x41;',
    '&e;',
    '<!--',
    '-->',
    '--',
    '<![CDATA[',
    ']]>',
    '<?',
    '?>',
    '<!DOCTYPE r>',
    'xmlns="urn:x"',
    ' xmlns:n="urn:m"',
    'n:',
    '<?xml version="1.1"?>',
    'encoding="UTF-16"',
  ],
  edits: [
    edit('a', xml.attribute('/r/a', 'b', value)),
    edit('a', xml.attribute('/r/a', 'new', value)),
    edit('d', xml.text('/r/d', value)),
    edit('d', xml.remove('/r/d')),
    edit('d', xml.setting('/r/d', 'key', '2')),
    edit('new', xml.ensure('/r', 'new[@id="1"]', xml.element('new', { id: '1' }, value))),
    edit('a', xml.attribute('/r/a', 'c', undefined)),
  ],
  judge,
}

/** Python's expat, which knows nothing of edits: what it reads of a file, without the elements of one name in the root. */
const script = `
import json, sys
from xml.parsers import expat
def read(text, about):
    events, path = [], []
    def mine(): return len(path) > 1 and path[1] == about
    def start(name, attributes):
        path.append(name)
        if not mine(): events.append(['<', name, attributes])
    def end(name):
        if not mine(): events.append(['>', name])
        path.pop()
    def data(text):
        if mine() or len(path) == 1: return
        if events and events[-1][0] == 'text': events[-1][1] += text
        else: events.append(['text', text])
    def other(*words):
        if not mine(): events.append(['other', *[str(w) for w in words]])
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
    parser.CommentHandler = parser.ProcessingInstructionHandler = other
    parser.UseForeignDTD(False)
    try: parser.Parse(bytes(text, 'latin1'), True)
    except (expat.ExpatError, LookupError, ValueError): return None
    return events
print(json.dumps([[read(b, a), read(c, a)] for a, b, c in json.load(sys.stdin)]))
`

function judge(jobs: readonly Job[]): void {
  const input = JSON.stringify(
    jobs.map(({ before, after, edit: { about } }) => [about, before.toString('latin1'), after.toString('latin1')]),
  )
  const ran = spawnSync('python3', ['-c', script], { input, encoding: 'utf8', maxBuffer: 2 ** 30 })
  assert.is(ran.status, 0, ran.stderr)
  const read: [unknown, unknown][] = JSON.parse(ran.stdout)
  for (const [at, job] of jobs.entries()) {
    const [before, after] = read[at] ?? []
    // What expat does not take, as a prefix that nobody declares twice, may be edited all the same: only bytes are judged.
    if (before !== null) assert.equal(after, before, shown(job))
  }
}
