# Completion of mlforsys in fish. To try it: mlforsys --show-completion fish | source
function __mlforsys_complete
    set -l words (commandline -opc)
    $words[1] __complete $words[2..-1] (commandline -ct | string unescape) 2>/dev/null
end
complete --command mlforsys --no-files --arguments '(__mlforsys_complete)'
complete --command mlforsys --force-files --condition 'test -z "$(__mlforsys_complete)"'
