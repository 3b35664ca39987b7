/**
 * Stands in for systemd, which cannot run in the test hosts, for units that are files of /etc/systemd/system. What it knows is
 * in /srv/units: each file as it was `read` last and, where it was started since, as it `runs`, and how a unit is (`state`, `boot`). What changes it is told stands in `told`.
 */
export const systemctlOfFiles = `#!/bin/sh
mkdir -p /srv/units; cd /srv/units || exit
folder=/etc/systemd/system
wanted= verb=
while [ $# -gt 0 ]; do
  case $1 in
    -p) wanted="$wanted $2"; shift 2 ;;
    --*) shift ;;
    *) if [ -z "$verb" ]; then verb=$1; else unit=$1; fi; shift ;;
  esac
done
is() { cat "$unit.$1" 2>/dev/null || echo "$2"; }
all() { cat "$folder/$1" "$folder/$1.d"/*.conf 2>/dev/null; :; }
case $verb in
  daemon-reload)
    echo daemon-reload >>told; rm -f *.read
    for f in "$folder"/*.*; do u=\${f##*/}; u=\${u%.d}; all "$u" >"$u.read"; done ;;
  is-active) [ "$(is state inactive)" = active ] ;;
  is-enabled)
    [ -e "$folder/$unit" ] || [ -e "$unit.boot" ] || { echo 'No such file' >&2; exit 1; }
    is boot disabled; [ "$(is boot disabled)" = enabled ] ;;
  show)
    for name in $wanted; do
      case $name in
        Id) case $unit in *.*) echo "$name=$unit" ;; *) echo "$name=$unit.service" ;; esac ;;
        LoadState) if [ -s "$unit.read" ]; then echo "$name=loaded"; else echo "$name=not-found"; fi ;;
        ActiveState) echo "$name=$(is state inactive)" ;;
        SubState) echo "$name=$(is state dead)" ;;
        Type) echo "$name=simple" ;;
        RemainAfterExit) echo "$name=no" ;;
        Result) echo "$name=success" ;;
        ExecMainStatus) echo "$name=0" ;;
        ConditionResult) echo "$name=yes" ;;
        ConditionTimestampMonotonic) echo "$name=1" ;;
        NeedDaemonReload) if [ -e "$unit.read" ] && [ "$(all "$unit")" != "$(cat "$unit.read")" ]; then echo "$name=yes"; else echo "$name=no"; fi ;;
      esac
    done ;;
  start | restart) echo "$verb $unit" >>told; echo active >"$unit.state"; cp "$unit.read" "$unit.runs" 2>/dev/null; : ;;
  stop) echo "$verb $unit" >>told; echo inactive >"$unit.state" ;;
  enable) echo "$verb $unit" >>told; echo enabled >"$unit.boot" ;;
  disable) echo "$verb $unit" >>told; rm -f "$unit.boot" ;;
esac
`
