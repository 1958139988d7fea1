package connector

import (
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

func TestAShellReadsAWordAsItIs(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // the shell below is not there
	}
	for _, text := range []string{"Nightly", "two words", "it's $HOME", `a "quoted" one`, "Größe", "", `back\slash`, "*", "100%"} {
		said, err := exec.CommandContext(t.Context(), "sh", "-c", "printf %s "+ShellWord(text)).Output()
		if err != nil || string(said) != text {
			t.Errorf("the shell reads %s as %q, want %q (%v)", ShellWord(text), said, text, err)
		}
	}
	if got := ShellWord("/srv/Nightly"); strings.ContainsAny(got, `'"`) {
		t.Errorf("%s needs no quotes", got)
	}
}
