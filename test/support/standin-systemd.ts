/**
 * Stands in for systemd, which cannot run in the test hosts. A unit is a folder of /srv/systemd: what it `does` when it is
 * started (up, ends, fails, once, hangs), its `type`, and how it is now (`state`, `result`, `status`, `enabled`). What the
 * command is told to do stands in /srv/systemd/told.
 */
export const systemctl = `#!/bin/sh
cd /srv/systemd || exit
wanted=
while [ $# -gt 1 ]; do
  case $1 in
    -p) wanted="$wanted $2"; shift 2 ;;
    show | is-active | is-enabled | start | stop | restart | reload | enable | disable) verb=$1; shift ;;
    --*) shift ;;
    *) break ;;
  esac
done
unit=\${1%.service}
if [ "$unit" = daemon-reload ]; then exit 0; fi
[ ! -e no-bus ] || { echo 'Failed to connect to bus: No such file or directory' >&2; exit 1; }
is() { cat "$unit/$1" 2>/dev/null || echo "$2"; }
be() { echo "$2" >"$unit/$1"; }
ends() { be state failed; be result exit-code; be status 3; }
case $verb in
  is-active) [ "$(is state inactive)" = active ] ;;
  is-enabled) [ -d "$unit" ] || exit; is enabled disabled; [ "$(is enabled disabled)" = enabled ] ;;
  show)
    if [ -d "$unit" ]; then load=loaded; else load=not-found; fi
    for name in $wanted; do
      case $name in
        Id) case $unit in *.timer) echo "$name=$unit" ;; *) echo "$name=$unit.service" ;; esac ;;
        LoadState) echo "$name=$load" ;;
        ActiveState) echo "$name=$(is state inactive)" ;;
        UnitFileState) echo "$name=$(is file '')" ;;
        SubState) echo "$name=$(is state dead)" ;;
        Type) echo "$name=$(is type simple)" ;;
        RemainAfterExit) echo "$name=$(is remain no)" ;;
        Result) echo "$name=$(is result success)" ;;
        ExecMainStatus) echo "$name=$(is status 0)" ;;
        ConditionResult) echo "$name=$(is condition yes)" ;;
        ConditionTimestampMonotonic) echo "$name=1" ;;
      esac
    done ;;
  start | restart)
    echo "$verb $unit" >>told
    [ -d "$unit" ] || { echo "Unit $unit.service not found." >&2; exit 5; }
    case $(is does up) in
      up) be state active ;;
      once) be state inactive; be result success; be status 0 ;;
      ends) ends ;;
      fails) ends; echo "Job for $unit.service failed." >&2; exit 1 ;;
      hangs) be state activating; sleep 60 ;;
    esac ;;
  stop)
    echo "$verb $unit" >>told
    if [ "$(is stops yes)" = no ]; then be state deactivating; sleep 60; fi
    be state inactive ;;
  reload) echo "$verb $unit" >>told ;;
  enable) echo "$verb $unit" >>told; case $(is enabled disabled) in static) ;; *) be enabled enabled ;; esac ;;
  disable) echo "$verb $unit" >>told; be enabled disabled ;;
esac
`

/** What a unit has said is in its folder, too. */
export const journalctl = `#!/bin/sh
for unit; do :; done
cat "/srv/systemd/$unit/journal" 2>/dev/null
`
