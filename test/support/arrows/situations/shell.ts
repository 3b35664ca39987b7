import type { Situation } from './house.ts'

const shell = (name: string, text: string, isShell = true): Situation => ({
  name,
  files: { 'tasks/x.ts': text },
  faults: isShell ? [/^tasks\/x\.ts:\d+ writes POSIX shell: that belongs in lib\/remote\/posix\/$/] : [],
})

/** Shell text, and what only looks like it. */
export const shellText: readonly Situation[] = [
  shell('a substitution', "const x = 'n=$(date +%s)'"),
  shell('a parameter', 'const x = \'cat "$1"\''),
  shell('a default', `const x = 'cd \${HOME:-/root}'`),
  shell('errors to the same place', "const x = 'make 2>&1'"),
  shell('output to nowhere', "const x = 'make >/dev/null'"),
  shell('a test of what is put in', `const x = \`[ -e \${path} ] || stop\``),
  shell('a condition', "const x = 'if true; then\\n:\\nfi; esac'"),
  shell('the end of a condition', `const x = \`[\${test} ]; then\``),
  shell('a choice', "const x = 'case a in\\na) b ;;\\n*) c'"),
  shell('how it is to fail', "const x = 'set -eu\\ncp a b'"),
  shell('a loop', "const x = 'for i in 1 2; do x; done'"),
  shell('a way out', `const x = \`cd \${path} || exit\``),
  shell('a function of ours', "const x = 'rb_wait'"),
  shell('a mask', "const x = 'umask 077; cp a b'"),
  shell('a program in the place of the shell', `const x = \`exec \${program}\``),
  shell('a question of a few words', "const x = commandFact('date +%s', [])"),
  shell('an operation', `const x = { op, script: \`mkdir -p \${path}\` }`),
  shell('a command', "command({ run: 'umount /srv', creates: y })"),
  shell('a condition of a command', "command({ run: y, unless: 'id wso2' })"),
  shell('what is done beside', `session.aside(\`: >\${path}\`)`),
  shell('what is sent to a shell', `session.ask(level, \`\${given}\\nrm -f -- \${path}\`)`),
  {
    name: 'at several places of a file: said once, of the first',
    files: { 'lib/engine/x.ts': "const x = 1\nconst y = 'a >&2'\nconst z = 'b >&2'" },
    faults: [/^lib\/engine\/x\.ts:2 writes POSIX shell/],
  },
  { name: 'at home', files: { 'lib/remote/posix/x.ts': "const x = 'a 2>&1'" }, faults: [] },
  { name: "at a product's home", files: { 'tasks/wso2is/posix/x.ts': "const x = 'a 2>&1'" }, faults: [] },
  {
    name: 'elsewhere in a product',
    files: { 'tasks/wso2is/x.ts': "const x = 'a 2>&1'", 'tasks/wso2is/x/posix/x.ts': "const x = 'a 2>&1'" },
    faults: [
      /^tasks\/wso2is\/x\.ts:1 writes POSIX shell: that belongs in tasks\/wso2is\/posix\/$/,
      /^tasks\/wso2is\/x\/posix\/x\.ts:1 .* belongs in tasks\/wso2is\/posix\/$/,
    ],
  },
  {
    name: 'in a folder of that name which is no home',
    files: { 'tasks/system/posix/x.ts': "const x = 'a 2>&1'", 'lib/engine/posix/x.ts': "const x = 'a 2>&1'" },
    faults: [/^tasks\/system\/posix\/x\.ts:1 .* lib\/remote\/posix\/$/, /^lib\/engine\/posix\/x\.ts:1 /],
  },
  shell('advice to type', `refuse(x, \`chmod 600 \${path}, then run again\`)`, false),
  shell('advice to end something', `refuse(x, \`end it (kill \${pid}); then run again\`)`, false),
  shell('advice to look for something', `refuse(x, \`look for clustering in \${log} (see 3); then run again\`)`, false),
  shell('what a user adds to a file', `const x = \`echo \${line} >> \${file}\``, false),
  shell('a pattern as a text', String.raw`const x = '(?:[\\w$#]+|\\$(\\w*)\\$)'`, false),
  shell('the configuration of a web server', 'const x = \'proxy_set_header Host "$host"; $upstream_addr;\'', false),
  shell('the configuration of Java', `const x = '\${carbon.home}/repository \${Ports.EmbeddedLDAP.Port}'`, false),
  shell('a comment', '// cat "$1" 2>&1\nconst x = 1', false),
  shell('a price', "const x = 'costs $(5) [a] {b}'", false),
]
