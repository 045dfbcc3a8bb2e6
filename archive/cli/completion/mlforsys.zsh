#compdef mlforsys
# Completion of mlforsys in zsh. To try it: source <(mlforsys --show-completion zsh)
_mlforsys() {
    local line elsewhere values=() shown=() typed=("${(@Q)words[2,CURRENT]}")
    while IFS= read -r line; do
        values+=("${line%%$'\t'*}")
        shown+=("${line//$'\t'/  -- }")
        [[ ${(L)values[-1]} == ${(Lb)typed[-1]}* ]] || elsewhere=yes
    done < <("${(Q)words[1]}" __complete "${typed[@]}" 2>/dev/null)
    if (( ! ${#values} )); then
        _files
        return
    fi
    compadd -U -l -d shown -a values
    # Where several values only hold what was typed, they are listed, and what was typed stays.
    if [[ -n $elsewhere ]] && (( ${#values} > 1 )); then
        compstate[insert]='' compstate[list]='list force'
    fi
}
if ! (( $+functions[compdef] )); then
    autoload -Uz compinit && compinit -u
fi
compdef _mlforsys mlforsys
