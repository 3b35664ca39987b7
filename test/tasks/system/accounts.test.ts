import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { secret } from '../../../lib/core/secret.ts'
import { command, directory, file, group, user } from '../../../tasks/index.ts'
import { tryOnHost } from '../../support/host-situations.ts'
import { startHosts } from '../../support/hosts.ts'

const { hosts, stop } = await startHosts(1)
const [host] = hosts
if (!host) throw new Error('no host')

// Of the word "una" and the word "due", by openssl passwd -6.
const una = '$6$Q8vWq4Hc$UHWgJxmzQUYl6.oS6iE5lTDOcRZPnLzDfgkWBYaYUxH5p2Uo5YkYk6FqvE2dlT3lCP7WmTgm2aZ0nS4vVYxw0/'
const due = una.replace('$Q8vWq4Hc$', '$Zz1Yy2Xx$')
const passwordHash = secret('hash of una', { value: una })
const aging = `grep ^hugo: /etc/shadow | cut -d: -f2,8`

tryOnHost('accounts', host, host.spec(), [
  {
    name: 'a group that is not there',
    covers: { group: 'absent' },
    resources: group({ name: 'one', gid: 5001 }),
    operations: ['run'],
    statuses: ['changed'],
    after: { 'getent group one': 'one:x:5001:' },
  },
  {
    name: 'a group that is right',
    covers: { group: 'already right' },
    resources: group({ name: 'one', gid: 5001 }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'a group with another number',
    covers: { group: 'wrong content' },
    resources: group({ name: 'one', gid: 5002 }),
    refused: /the group one has the number 5001, not 5002: files keep the old number: groupmod -g 5002 one/,
  },
  {
    name: 'a number that another group has',
    resources: group({ name: 'two', gid: 5001 }),
    refused: /the number 5001 is that of the group one: give two another gid, or leave it out/,
  },
  {
    name: 'two groups for one number, in one plan',
    resources: [group({ name: 'two', gid: 5050 }), group({ name: 'three', gid: 5050 })],
    refused: /the number 5050 is that of the group two/,
    after: { 'getent group two': '' },
  },
  {
    name: 'a name with a dot is no pattern',
    before: 'groupadd web-dev',
    resources: group({ name: 'web.dev' }),
    operations: ['run'],
    statuses: ['changed'],
    after: { 'getent group web.dev | cut -d: -f1': 'web.dev' },
  },
  {
    name: 'a group goes, and its number can be given anew in the same plan',
    covers: { group: 'inverse' },
    resources: [group({ name: 'one', state: 'absent' }), group({ name: 'four', gid: 5001 })],
    statuses: ['changed', 'changed'],
    after: { 'getent group one; getent group four': 'four:x:5001:' },
  },
  {
    name: 'a group that is not there has not to go',
    resources: group({ name: 'nobody-knows', state: 'absent' }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'the group of root does not go',
    resources: group({ name: 'root', state: 'absent' }),
    refused: /root is the group of root/,
  },
  {
    name: 'a user that is not there: a group of its own name, a home with the folders above it',
    covers: { user: ['absent', 'parent missing'] },
    resources: user({ name: 'una', home: '/srv/homes/una', shell: '/bin/sh' }),
    operations: ['directory /srv/homes', 'run'],
    statuses: ['changed'],
    after: {
      'getent passwd una | cut -d: -f6,7; id -Gn una; stat -c %U:%G /srv/homes/una':
        '/srv/homes/una:/bin/sh\nuna\nuna:una',
    },
  },
  {
    name: 'a user that is right',
    covers: { user: 'already right' },
    resources: user({ name: 'una', home: '/srv/homes/una', shell: '/bin/sh', groups: ['una'] }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'only what differs is changed: shell, groups, home',
    covers: { user: 'wrong content' },
    resources: user({ name: 'una', home: '/srv/una', shell: '/bin/bash', groups: ['four'] }),
    operations: ['run'],
    after: { 'getent passwd una | cut -d: -f6,7; id -Gn una; ls /srv': '/srv/una:/bin/bash\nuna four\nhomes' },
  },
  {
    name: 'another number',
    resources: user({ name: 'una', uid: 77 }),
    refused: /the user una has the number \d+, not 77: files keep the old number: usermod -u 77 una/,
  },
  {
    name: 'a number that another user has',
    resources: user({ name: 'due', uid: 0 }),
    refused: /the number 0 is that of the user root: give due another uid, or leave it out/,
  },
  {
    name: 'a group that is not there',
    resources: user({ name: 'due', groups: ['nobody-knows'] }),
    refused: /there is no group nobody-knows for due: make it before, with group\(\)/,
  },
  {
    name: 'a file where the home should be',
    covers: { user: 'wrong kind' },
    before: 'touch /srv/taken',
    resources: user({ name: 'due', home: '/srv/taken' }),
    refused: /\/srv\/taken, the home of due, is a file: move it away, or name another home/,
  },
  {
    name: 'a group of its name is there already: the user is put into it',
    resources: [group({ name: 'due', gid: 5005 }), user({ name: 'due', system: true })],
    statuses: ['changed', 'changed'],
    after: { 'id -Gn due; getent group due; ls -d /home/due 2>&1': /^due\ndue:x:5005:\nls: cannot access/ },
  },
  {
    name: 'one that a step before has brought is changed to what is wanted',
    resources: [
      command({ script: 'useradd -M -s /bin/sh bruno; touch /srv/bruno', creates: '/srv/bruno' }),
      user({ name: 'bruno', shell: '/bin/bash', groups: ['four'] }),
    ],
    statuses: ['changed', 'changed'],
    after: {
      'getent passwd bruno | cut -d: -f7; id -Gn bruno; stat -c %U:%G /home/bruno':
        '/bin/bash\nbruno four\nbruno:bruno',
    },
  },
  {
    name: 'another primary group takes the files of the home with it, and the plan knows',
    covers: { user: 'attributes' },
    before: 'useradd -m carla; su carla -c "touch /home/carla/f"; groupadd new',
    resources: [
      user({ name: 'carla', group: 'new' }),
      file({ path: '/home/carla/f', text: 'x', mode: 0o600 }),
      directory({ path: '/home/carla', group: 'new' }),
    ],
    statuses: ['changed', 'changed', 'ok'],
    after: { 'stat -c %G /home/carla /home/carla/f': 'new\nnew' },
  },
  {
    name: 'another primary group, and a home that the task does not know',
    before: 'useradd -d /srv/homes/dora -m dora',
    resources: user({ name: 'dora', group: 'new' }),
    refused:
      /another primary group of dora is given to what is in its home, too: say which that is: home: '\/srv\/homes\/dora'/,
  },
  {
    name: 'a user whose group is gone is no user that is not there',
    before: 'useradd -N -g 5005 -M emil; sed -i /^emil:/s/:5005:/:5999:/ /etc/passwd',
    resources: user({ name: 'emil', shell: '/bin/bash' }),
    statuses: ['changed'],
    after: { 'getent passwd emil | cut -d: -f4,7': '5999:/bin/bash' },
  },
  {
    name: 'a user goes: its own group with it, its home stays',
    covers: { user: 'inverse' },
    resources: [user({ name: 'una', state: 'absent' }), group({ name: 'una', state: 'absent' })],
    operations: ['run'],
    after: { 'getent passwd una; getent group una; ls /srv/homes/una/.profile': '/srv/homes/una/.profile' },
  },
  {
    name: 'a user that is not there has not to go',
    resources: user({ name: 'una', state: 'absent' }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'a group in which others are stays',
    before: 'usermod -aG bruno dora',
    resources: user({ name: 'bruno', state: 'absent' }),
    statuses: ['changed'],
    after: { 'getent passwd bruno; getent group bruno | cut -d: -f1,4': 'bruno:dora' },
  },
  {
    name: 'the primary group of a user does not go',
    resources: group({ name: 'dora', state: 'absent' }),
    refused: /dora is the primary group of dora: give them another one, or remove them before, with user\(\)/,
  },
  {
    name: 'a user and then its group go in one play',
    resources: [user({ name: 'dora', state: 'absent' }), group({ name: 'dora', state: 'absent' })],
    after: { 'getent passwd dora; getent group dora': '' },
  },
  {
    name: 'the home goes by its own word',
    resources: user({ name: 'carla', state: 'absent', removeHome: true }),
    operations: ['run', 'remove /home/carla'],
    statuses: ['changed'],
    after: { 'getent passwd carla; ls -d /home/carla': /cannot access/ },
  },
  {
    name: 'a home that a run which was broken off has left goes as well',
    before: 'mkdir /home/fritz; chown 5777:5777 /home/fritz',
    resources: user({ name: 'fritz', state: 'absent', removeHome: true }),
    operations: ['remove /home/fritz'],
    after: { 'ls -d /home/fritz': /cannot access/ },
  },
  {
    name: 'a folder of somebody else is no home to remove',
    before: 'useradd -M -d /srv greta',
    resources: user({ name: 'greta', state: 'absent', home: '/srv', removeHome: true }),
    refused: /\/srv belongs to root: it is no home that greta had: remove it by itself, with absent\(\)/,
    after: { 'getent passwd greta | cut -d: -f1': 'greta' },
  },
  {
    name: 'a home elsewhere is not guessed',
    resources: user({ name: 'greta', state: 'absent', removeHome: true }),
    refused: /the home of greta is \/srv, not \/home\/greta: say home: '\/srv', or leave removeHome out/,
  },
  {
    name: 'root does not go',
    resources: user({ name: 'root', state: 'absent' }),
    refused: /root is root \(its number is 0\): name another user/,
  },
  {
    name: 'a new user has its password from the start, by its hash, and a day on which it ends',
    resources: user({ name: 'hugo', passwordHash, expires: '2027-01-31', comment: 'Hugo, of operations' }),
    operations: ['run', 'run'],
    statuses: ['changed'],
    after: { [aging]: `${una}:20849`, 'getent passwd hugo | cut -d: -f5': 'Hugo, of operations' },
  },
  {
    name: 'a password and a day that are right',
    resources: user({ name: 'hugo', passwordHash, expires: '2027-01-31' }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'another password, in the same step another shell',
    before: `echo 'hugo:${due}' | chpasswd -e`,
    resources: user({ name: 'hugo', passwordHash, shell: '/bin/bash' }),
    operations: ['run', 'run'],
    after: { [aging]: `${una}:20849` },
  },
  {
    name: 'a password that the user has chosen stays, where that is said',
    before: `echo 'hugo:${due}' | chpasswd -e`,
    resources: user({ name: 'hugo', passwordHash, keepPassword: true }),
    operations: [],
    after: { [aging]: `${due}:20849` },
  },
  {
    name: 'no password, and no day any more',
    resources: user({ name: 'hugo', passwordHash: '*', expires: 'never' }),
    operations: ['run'],
    after: { [aging]: '*:' },
  },
  {
    name: 'what is no hash is refused, and is not shown',
    resources: user({ name: 'hugo', passwordHash: secret('clear', { value: 'hunter2' }) }),
    refused: /^the password of hugo is given as what is no hash: give what crypt makes of it, as `openssl passwd -6`/,
    after: { [aging]: '*:' },
  },
  {
    name: 'a user without a line in /etc/shadow',
    before: 'sed -i /^hugo:/d /etc/shadow',
    resources: user({ name: 'hugo', passwordHash }),
    refused: /the user hugo has no line in \/etc\/shadow: its password is kept elsewhere/,
  },
  {
    name: 'in these groups and no others',
    before: 'usermod -aG bruno,four hugo',
    resources: user({ name: 'hugo', groups: ['four'], onlyGroups: true }),
    operations: ['run'],
    after: { 'id -Gn hugo': 'hugo four' },
  },
  {
    name: 'in no group but its own',
    resources: user({ name: 'hugo', groups: [], onlyGroups: true, comment: '' }),
    operations: ['run'],
    after: { 'id -Gn hugo; getent passwd hugo | cut -d: -f5': 'hugo' },
  },
  {
    name: 'a user at work: what userdel says is told',
    before: 'setsid su -s /bin/sh greta -c "sleep 60" >/dev/null 2>&1 </dev/null &',
    resources: user({ name: 'greta', state: 'absent' }),
    fails: /user greta is currently used by process \d+/,
    after: { 'pkill -u greta; getent passwd greta | cut -d: -f1': 'greta' },
  },
])

tryOnHost(
  'accounts, as an ordinary user',
  host,
  host.spec({ user: 'deploy' }),
  [
    {
      name: 'a user to make',
      resources: user({ name: 'una' }),
      refused: /only root can change users, and this is deploy: give become: true/,
    },
    {
      name: 'a user to remove',
      resources: user({ name: 'emil', state: 'absent' }),
      refused: /only root can change users/,
    },
    {
      name: 'a group to make',
      resources: group({ name: 'six' }),
      refused: /only root can make a group, and this is deploy/,
    },
    {
      name: 'a password, which only root may read',
      resources: user({ name: 'emil', passwordHash }),
      refused: /only root may read the password of emil: give become: true/,
    },
    { name: 'what is right', resources: [user({ name: 'emil' }), group({ name: 'four' })], operations: [] },
  ],
  stop,
)

const test = suite('options of accounts')
for (const [wrong, words] of [
  [{ passwordHash: una }, /passwordHash: give secret\('…'\) with a hash/],
  [{ expires: '2027-02-30' }, /"2027-02-30" is no day: give one as in '2027-01-31', or 'never'/],
  [{ expires: 'soon' }, /"soon" is no day/],
  [{ keepPassword: true }, /keepPassword is about a password: give passwordHash/],
  [{ onlyGroups: true }, /onlyGroups is about groups: give groups/],
  [{ comment: 'a:b' }, /a colon or a line end cannot stand in it/],
] as const)
  test(JSON.stringify(wrong), () => assert.throws(() => user({ name: 'una', ...(wrong as object) }), words))
test.run()
