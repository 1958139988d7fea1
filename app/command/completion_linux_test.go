package command

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// shell runs a script in a shell that finds this program by its name.
func shell(t *testing.T, dir, name string, arguments ...string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	if err := os.Symlink(self, filepath.Join(bin, program)); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(name, arguments...)
	command.Env = append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"), "INVENTORY_BEACON_DATA="+dir, "HOME="+bin, "LC_ALL=C.UTF-8")
	said, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, said)
	}
	return string(said)
}

// withNames is a data directory with names that shells would take apart.
func withNames(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"Contoso", "Contoso Éé two"} {
		succeed(t, dir, "connection", "add", name)
	}
	return dir
}

func TestBashCompletes(t *testing.T) {
	t.Parallel()
	// What bash does at Tab: it takes the line apart, and calls the function.
	const script = `source <(inventory-beacon completion bash)
try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _inventory_beacon; printf '[%s]' "${COMPREPLY[@]}"; echo; }
try inventory-beacon connection e
try inventory-beacon import 'Contoso\ '
try inventory-beacon import '"Contoso '
try inventory-beacon connection add X --flow = c
try inventory-beacon connection add X --flow =
try inventory-beacon support /etc/host
complete -p inventory-beacon
`
	const want = `[edit][enable][export]
[Contoso\ Éé\ two]
[Contoso Éé two]
[client-credentials]
[authorization-code][client-credentials]
`
	said := shell(t, withNames(t), "bash", "--norc", "-c", script)
	if !strings.HasPrefix(said, want) || !strings.Contains(said, "[/etc/hosts]") ||
		!strings.HasSuffix(said, "complete -F _inventory_beacon inventory-beacon\n") {
		t.Errorf("it says\n%s\nwant\n%s", said, want)
	}
}

// What stands between quotation marks is still the shell's: a name in them must neither
// end them nor be a command.
func TestBashCompletesWithinQuotationMarks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	names := []string{`Double "x" $HOME ` + "`echo run` a\\b", `Single it's; echo run`}
	for _, name := range names {
		succeed(t, dir, "schedule", "add", name)
	}
	const script = `source <(inventory-beacon completion bash)
try() {
	COMP_WORDS=(inventory-beacon schedule show "$1$2"); COMP_CWORD=3; _inventory_beacon
	eval "taken=$1${COMPREPLY[0]}$1"
	printf '%s\n' "$taken"
	COMP_WORDS[3]=$1${COMPREPLY[0]}$1; _inventory_beacon # once more, after what it has completed
	printf '%s\n' "${#COMPREPLY[@]}"
}
try '"' D; try "'" D; try '"' S; try "'" S; try '' D; try '' S
`
	want := strings.Repeat(names[0]+"\n1\n", 2) + strings.Repeat(names[1]+"\n1\n", 2) + names[0] + "\n1\n" + names[1] + "\n1\n"
	if said := shell(t, dir, "bash", "--norc", "-c", script); said != want {
		t.Errorf("it says\n%s\nwant\n%s", said, want)
	}
}

func TestFishCompletes(t *testing.T) {
	t.Parallel()
	const script = `inventory-beacon completion fish | source
for line in "inventory-beacon connection e" "inventory-beacon import Contoso\\ " "inventory-beacon connection add X --flow=c" "inventory-beacon support /etc/hosts"
	complete -C $line
end
`
	const want = "edit\tChange a connection.\nenable\tEnable a connection.\n" +
		"export\tExport connections, without secrets, to set up another computer.\nContoso Éé two\n--flow=client-credentials\n/etc/hosts"
	if said := shell(t, withNames(t), "fish", "--no-config", "-c", script); !strings.HasPrefix(said, want) {
		t.Errorf("it says\n%s\nwant\n%s", said, want)
	}
}

func TestZshCompletes(t *testing.T) {
	t.Parallel()
	// The functions of zsh's completion work at a prompt only; these stand in for
	// them, and show what they are given.
	const script = `compdef() { print -r -- "compdef $*" }
_describe() { print -rl -- "${(@P)argv[-1]}" }
_files() { print -r -- "files $*" }
source <(inventory-beacon completion zsh)
try() { words=("$@"); CURRENT=$#; PREFIX=${words[-1]#\"}; _inventory_beacon }
try inventory-beacon connection en
try inventory-beacon import 'Contoso\ '
try inventory-beacon import '"Contoso '
try inventory-beacon connection add X --flow=c
try inventory-beacon support /etc/host
`
	const want = `compdef _inventory_beacon inventory-beacon
enable:Enable a connection.
Contoso Éé two
Contoso Éé two
--flow=client-credentials
files 
`
	if said := shell(t, withNames(t), "zsh", "-f", "-c", script); said != want {
		t.Errorf("it says\n%s\nwant\n%s", said, want)
	}
}

func TestTheManualPageIsRightForBothPrograms(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1000000000") // mandoc wants a date
	page := filepath.Join(t.TempDir(), "inventory-beacon.1")
	if err := os.WriteFile(page, []byte(succeed(t, t.TempDir(), "man")), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command("mandoc", "-T", "lint", page).CombinedOutput(); err != nil || len(said) > 0 {
		t.Errorf("mandoc: %v\n%s", err, said)
	}
	if said, err := exec.Command("groff", "-man", "-ww", "-z", "-T", "utf8", page).CombinedOutput(); err != nil || len(said) > 0 {
		t.Errorf("groff: %v\n%s", err, said)
	}
}
