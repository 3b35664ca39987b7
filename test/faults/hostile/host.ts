/**
 * A shell that does as its host is told, until a phase of a run is reached: then it does one of its deeds. A program for node:
 * `node host.cjs PHASE DEED`.
 */
export const hostileHost = String.raw`
const [phase, deed] = process.argv.slice(2)
const sh = require('node:child_process').spawn('sh', { stdio: ['pipe', 'pipe', 'inherit'] })
const evil = '\x1b[2J\x1b]0;title\x07\x1b]8;;http://x\x07\x1b]52;c;QQ==\x07\u202egnp\u2066\ufeff\u0085\u009b31m\r\u2028$(touch PWNED) ;touch PWNED' + ' '.repeat(3000) + '/../../../PWNED'
const bytes = (text) => Buffer.byteLength(text)
let asked = '', said = '', nonce = '', applied = false, begun = false, over = false
sh.on('exit', (code) => { if (!over) process.exit(code ?? 1) })
sh.stdin.on('error', () => {})
process.stdout.on('error', () => process.exit(1))
process.stdin.on('end', () => over ? process.exit(0) : sh.stdin.end())
process.stdin.on('data', (chunk) => {
  const text = chunk.toString('latin1')
  asked += text
  nonce = /\b[0-9a-f]{32}\b/.exec(asked)?.[0] ?? nonce
  if (text.includes('rb_jopen')) applied = true
  if (!over) sh.stdin.write(chunk)
})
const at = {
  greeting: () => nonce === '' ? 0 : -1,
  opening: () => nonce === '' ? -1 : 0,
  probe: () => asked.includes('rb_who; rb_mounts') && !applied ? said.indexOf('start') + 6 : -1,
  confirm: () => asked.includes('rb_who; rb_mounts') && applied ? said.indexOf('start') + 6 : -1,
  lock: () => asked.includes('rb_take') ? said.indexOf('start') + 6 : -1,
  journal: () => asked.includes('rb_jopen') && said.includes('lock taken') ? said.indexOf('lock taken') + 11 : -1,
  apply: () => asked.includes('rb_jopen') && said.includes(' started\n') ? said.indexOf(' started\n') + 9 : -1,
  live: () => said.includes(' said ') ? said.indexOf(' said ') - 35 : -1,
  detached: () => asked.includes('rb_runs && [ $t -lt 3 ]') ? said.indexOf('start') + 6 : -1,
  end: () => asked.includes('rb_drop') ? said.indexOf('start') + 6 : -1,
  list: () => asked.includes('rb_list') ? said.indexOf('start') + 6 : -1,
  unlock: () => asked.includes('rb_tell') ? said.indexOf('start') + 6 : -1,
}[phase]
const entry = JSON.stringify({ n: 1, host: 'a', step: evil, title: evil, op: 'write', path: '/tmp/../..' + evil, before: null, after: { type: 7, mode: 'x' } })
const run = JSON.stringify({ id: '20261126-000000-0', at: evil, by: evil, playbook: evil, salt: '', commit: 7 })
const good = JSON.stringify({ ...JSON.parse(run), commit: evil })
const open = JSON.stringify({ ...JSON.parse(entry), path: '/tmp' + '/x'.repeat(200), before: { type: 'absent' }, after: { type: 'file' } })
const listed = (folder, text, log) => 'r ended ' + [folder, text, '', log].map(bytes).join(' ') + '\n' + folder + text + log
/** An answer that is well formed, and says what is bad for whoever believes it. */
const crafted = () => ({
  probe: 'i 0 0 ' + evil.replace(/\n/g, '') + ':g\nd ' + bytes(good) + ' ' + bytes('b ' + open) + '\n' + good + 'b ' + open + 'p - here 9\n/../../..s 81a4 0 0 0 a:b\n',
  confirm: 'i 0 0 ' + evil + ':g\n',
  lock: '\n' + nonce + ' lock held ' + bytes(evil) + '\n' + evil,
  journal: '\n' + nonce + ' journal none ' + bytes(evil) + '\n' + evil,
  apply: '\n' + nonce + ' 0 1 ' + bytes(evil) + '\n' + evil,
  live: '\n' + nonce + ' 0 said ' + bytes(evil) + '\n' + evil,
  detached: '\n' + nonce + ' 0 said ' + bytes(evil) + '\n' + evil + '\n' + nonce + ' 0 1 ' + bytes(evil) + '\n' + evil,
  list: listed('/j/x', run, 'b ' + entry) + listed('/j/y', good, ['b ' + open, 'b ' + entry, 'e 1'].join('\n')),
  unlock: '\n' + nonce + ' holder 7 ' + bytes(evil) + '\n' + evil + '\n' + nonce + ' does ' + bytes(evil) + '\n' + evil + '\n' + nonce + ' all\n',
}[phase] ?? evil)
const numbers = (text, bad) => text.replace(/(?<= )\d+/g, bad)
const close = () => '\n' + nonce + ' end\n'
const pour = (block) => { const more = () => { while (process.stdout.write(block)); process.stdout.once('drain', more) }; more() }
const deeds = {
  exit: () => process.exit(0),
  half: (text) => { process.stdout.write(text.slice(0, text.length / 2), 'latin1', () => process.exit(1)) },
  'half and silence': (text) => { process.stdout.write(text.slice(0, text.length / 2), 'latin1') },
  silence: () => {},
  'endless lines': () => pour('all is well\n'.repeat(5000)),
  'endless line': () => pour('x'.repeat(65536)),
  'endless marks': () => pour(('\n' + nonce + ' start\n\n' + nonce + ' 0 0 0\n\n' + nonce + ' 0 said 1\nx\n' + nonce + ' end\n').repeat(500)),
  'endless records': () => pour(('m 2\n/x' + 'r ro 2\n/x').repeat(5000)),
  'negative lengths': (text) => numbers(text, '-1'),
  'huge lengths': (text) => numbers(text, '99999999999'),
  'lengths that are none': (text) => numbers(text, 'NaN'),
  'lengths beside': (text) => numbers(text, '3'),
  'another nonce': (text) => text.replaceAll(nonce, 'f'.repeat(32)),
  repeated: (text) => text + text + text,
  escapes: (text) => Buffer.from(evil).toString('latin1') + '\n' + text,
  'escapes and an end': () => { process.stderr.write(evil + '\n'); process.stdout.write(evil, () => process.exit(3)) },
  crafted: () => Buffer.from(crafted() + close()).toString('latin1'),
  lies: (text) => text.replace(/^h [0-9a-f]{8}/gm, 'h 00000000').replace(/^s 81/gm, 's 41').replaceAll(' absent ', ' loop '),
}
const once = new Set(['crafted', 'exit', 'half', 'half and silence', 'silence', 'endless lines', 'endless line', 'endless marks', 'endless records', 'escapes and an end'])
sh.stdout.on('data', (chunk) => {
  const text = chunk.toString('latin1')
  if (over) return
  said += text
  const from = begun ? said.length - text.length : at()
  if (from < 0 || from > said.length) {
    process.stdout.write(chunk)
  } else {
    begun = true
    const start = Math.max(0, from - (said.length - text.length))
    process.stdout.write(text.slice(0, start), 'latin1')
    if (once.has(deed)) over = true
    const told = deeds[deed](text.slice(start))
    if (told !== undefined) process.stdout.write(told, 'latin1')
  }
  if (said.endsWith('\n' + nonce + ' end\n')) { asked = ''; said = '' }
})
`
