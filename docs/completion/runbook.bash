_runbook() {
  local IFS=$'\n'
  COMPREPLY=($(runbook complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o bashdefault -o default -F _runbook runbook
