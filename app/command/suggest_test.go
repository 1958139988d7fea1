package command

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

func TestASuggestedCommandHoldsItsDataDirectoryAsOneWord(t *testing.T) {
	if got := (&console{}).program(); got != word(os.Args[0]) {
		t.Errorf("without a data directory: %s", got)
	}
	if got, want := (&console{data: "/data/it"}).program(), word(os.Args[0])+" --data /data/it"; got != want {
		t.Errorf("it suggests %s, want %s", got, want)
	}
	if runtime.GOOS == "windows" {
		return // the shell below is not there
	}
	for _, text := range []string{"Nightly", "two words", "it's $HOME", `a "quoted" one`, "Größe", "", `back\slash`, "*"} {
		said, err := exec.CommandContext(t.Context(), "sh", "-c", "printf %s "+word(text)).Output()
		if err != nil || string(said) != text {
			t.Errorf("the shell reads %s as %q, want %q (%v)", word(text), said, text, err)
		}
	}
	if got := word("/srv/Nightly"); strings.ContainsAny(got, `'"`) {
		t.Errorf("%s needs no quotes", got)
	}
}
