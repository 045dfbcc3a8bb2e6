# Completion of mlforsys in bash. To try it: source <(mlforsys --show-completion bash)
_mlforsys() {
    local word=${COMP_WORDS[COMP_CWORD]} values=() value elsewhere=""
    mapfile -t values < <("${COMP_WORDS[0]/#\~/$HOME}" __complete --line "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    values=("${values[@]%%$'\t'*}")
    [[ $word == "=" ]] && word=""
    local typed=${word//\\/} quote=${word:0:1}
    [[ $quote == [\"\'] ]] && typed=${typed:1}
    COMPREPLY=()
    for value in "${values[@]}"; do
        # bash divides words at =, and replaces only what follows it
        [[ $value == --*=* && $COMP_WORDBREAKS == *=* ]] && value=${value#*=}
        [[ ${value,,} == "${typed,,}"* ]] || elsewhere=yes
        [[ $quote == [\"\'] ]] || printf -v value '%q' "$value"
        COMPREPLY+=("$value")
    done
    # Where several values only hold what was typed, they are listed, and what was typed stays.
    [[ -n $elsewhere && ${#COMPREPLY[@]} -gt 1 ]] && COMPREPLY+=(" ")
}
complete -o default -F _mlforsys mlforsys
