#compdef runbook
_runbook() {
  local -a found
  found=("${(@f)$(runbook complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$found" ]]; then compadd -- $found; else _files; fi
}
compdef _runbook runbook
