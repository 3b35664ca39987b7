import { packages } from '../../tasks/index.ts'
import { type HostSituation, tryOnHost } from '../support/host-situations.ts'
import { startSystem } from '../support/machines/system.ts'

const { system, stop } = await startSystem()

/**
 * A repository on the machine, of packages made there: `demo` 1.0, with 2.0 to come, and `needs-demo`; one more is
 * installed, for zypper fails where there is none. The machine is made one of RPMs: what tells it from Debian, and the
 * manager that would be asked first, are put aside, and the database of rpm, which on Debian is in each user's home, is
 * where zypper has it.
 */
await system.sh(
  `mkdir -p /root/rpmbuild/SPECS /srv/repository /srv/later /srv/aside
make() { # NAME VERSION REQUIRES FOLDER
  cat >/root/rpmbuild/SPECS/$1.spec <<END
Name: $1
Version: $2
Release: 1
Summary: a test
License: MIT
BuildArch: noarch
$3
%description
A test.
%install
mkdir -p %{buildroot}/opt/$1
echo $2 >%{buildroot}/opt/$1/version
%files
/opt/$1
END
  rpmbuild -bb --quiet --define "_rpmdir $4" /root/rpmbuild/SPECS/$1.spec >/tmp/$1.log 2>&1 || cat /tmp/$1.log
}
make demo 1.0 '' /srv/repository
make demo 2.0 '' /srv/later
make needs-demo 1.0 'Requires: demo' /srv/repository
make other 1.0 '' /srv/others
createrepo_c -q /srv/repository
mkdir -p /etc/yum.repos.d /etc/zypp/repos.d /etc/rpm
echo '%_dbpath /var/lib/rpm' >/etc/rpm/macros
printf '[test]\\nname=test\\nbaseurl=file:///srv/repository\\nenabled=1\\ngpgcheck=0\\nautorefresh=1\\nmetadata_expire=1\\n' |
  tee /etc/yum.repos.d/test.repo >/etc/zypp/repos.d/test.repo
rpm -i --nodeps /srv/others/noarch/*.rpm
mv /usr/bin/apt-get /etc/debian_version /srv/aside`,
)

const version = 'cat /opt/demo/version'
const comes = 'cp -r /srv/later/noarch /srv/repository/ && createrepo_c -q /srv/repository'
const goes = 'rm -f /srv/repository/noarch/demo-2.0-1.noarch.rpm && createrepo_c -q /srv/repository'

const situations = (manager: 'dnf' | 'zypper'): HostSituation[] => [
  {
    name: `${manager}: one that is missing`,
    resources: packages({ names: ['demo'] }),
    operations: ['run'],
    statuses: ['changed'],
    after: { [version]: '1.0' },
  },
  {
    name: `${manager}: it is there, in this version and in any`,
    resources: [packages({ names: ['demo=1.0'] }), packages({ names: ['demo=1.0-1'] }), packages({ names: ['demo'] })],
    operations: [],
    statuses: ['ok', 'ok', 'ok'],
  },
  {
    name: `${manager}: a newer one has come, and any will do`,
    before: comes,
    resources: packages({ names: ['demo'] }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: `${manager}: the latest`,
    before: manager === 'dnf' ? 'dnf -q makecache' : 'zypper -q refresh',
    resources: packages({ names: ['demo'], state: 'latest' }),
    statuses: ['changed'],
    after: { [version]: '2.0' },
  },
  {
    name: `${manager}: an older one`,
    resources: packages({ names: ['demo=1.0'] }),
    statuses: ['changed'],
    after: { [version]: '1.0' },
  },
  {
    name: `${manager}: a version that there is not`,
    resources: packages({ names: ['demo=3.0'] }),
    fails: /cannot install demo-?=?3\.0/,
    after: { [version]: '1.0' },
  },
  {
    name: `${manager}: one that there is not`,
    resources: packages({ names: ['no-such-thing'] }),
    fails: /cannot install no-such-thing\n(.*\n)*.*no-such-thing/,
  },
  {
    name: `${manager}: another needs it, and would go as well`,
    before: manager === 'dnf' ? 'dnf -qy install needs-demo' : 'zypper -qn install needs-demo',
    resources: packages({ names: ['demo'], state: 'absent' }),
    refused: /needs-demo/,
    after: { [version]: '1.0' },
  },
  {
    name: `${manager}: both go`,
    resources: packages({ names: ['demo', 'needs-demo'], state: 'absent' }),
    operations: ['run'],
    statuses: ['changed'],
    after: { 'rpm -q demo needs-demo; true': /demo is not installed\n.*needs-demo is not installed/ },
  },
]

tryOnHost('packages by dnf', system, system.spec(), [
  ...situations('dnf'),
  {
    name: 'dnf: held, where nothing on the host can do that',
    resources: packages({ names: ['demo'], hold: true }),
    refused: /hold/,
  },
])

tryOnHost(
  'packages by zypper',
  system,
  system.spec(),
  [
    { ...situations('zypper')[0], before: `mv /usr/bin/dnf /srv/aside; ${goes}; zypper -q refresh` } as HostSituation,
    ...situations('zypper').slice(1),
    {
      name: 'zypper: held at an older version',
      resources: packages({ names: ['demo=1.0'], hold: true }),
      statuses: ['changed'],
      after: { [version]: '1.0', 'zypper -q -n update demo >/dev/null 2>&1; cat /opt/demo/version': '1.0' },
    },
    {
      name: 'zypper: what is held does not move, for zypper knows nothing newer for it',
      resources: packages({ names: ['demo'], state: 'latest' }),
      operations: [],
      statuses: ['ok'],
      after: { [version]: '1.0' },
    },
    {
      name: 'zypper: held no longer',
      resources: packages({ names: ['demo'], hold: false }),
      statuses: ['changed'],
      after: { 'zypper -q locks | grep -c demo': '0' },
    },
  ],
  stop,
)
