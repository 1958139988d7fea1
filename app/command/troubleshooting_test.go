package command

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

var update = flag.Bool("update", false, "write docs/troubleshooting.md anew")

const troubleshootingFile = "../../docs/troubleshooting.md"

// The table stands between these lines; what is around it is written by hand.
const (
	tableBegins = "<!-- Written by: go test -tags sqlite_fts5 ./app/command -run Troubleshooting -update -->\n"
	tableEnds   = "<!-- The end of what is written by the test. -->\n"
)

// trouble is a row of the table: what the administrator reads in a case, and what
// to do.
type trouble struct{ when, says, do string }

// troubleGroup is a section of the table.
type troubleGroup struct {
	title string
	rows  []trouble
}

// advised is the case of an error, as the window and the console explain it.
func advised(when string, err error) trouble {
	advice := message.Explain(err)
	return trouble{when, advice.Message, advice.Action}
}

// told is the case of an error that is only a message.
func told(when, id string, data connector.Data) trouble {
	return advised(when, connector.NewError(connector.Message{ID: id, Data: data}, nil))
}

// correct is what to do about a field of which all is said.
const correct = "Correct the field."

// beside is the case of a problem that is shown beside its field. Its sentences
// say what is wrong and then what to do.
func beside(when, message string) trouble {
	says, do := firstSentence(message)
	return trouble{when, says, cmp.Or(do, correct)}
}

// checked is the case of a line of Test Connection that has not passed.
func checked(when string, check connector.Check) trouble {
	advice := message.Advice(check.Meaning)
	return trouble{when, advice.Message, advice.Action}
}

func TestTroubleshootingSaysWhatTheProgramSays(t *testing.T) {
	groups := []troubleGroup{
		{"Names and fields", fieldTroubles(t)},
		{"Connections", connectionTroubles(t)},
		{"Proxy and network", networkTroubles(t)},
		{"Signing in", signInTroubles(t)},
		{"Tokens (AADSTS)", tokenTroubles(t)},
		{"Microsoft Graph", graphTroubles(t)},
		{"Usage reports", reportTroubles(t)},
		{"Schedules and the service", scheduleTroubles(t)},
		{"Disk and files", fileTroubles(t)},
		{"Damaged files and backups", damageTroubles(t)},
		{"Keys and certificates", keyTroubles(t)},
	}
	checkTroubles(t, groups)
	others := otherSentences(t, groups)
	content, err := os.ReadFile(troubleshootingFile)
	if err != nil {
		t.Fatal(err)
	}
	page := strings.ReplaceAll(string(content), "\r\n", "\n")
	before, rest, begun := strings.Cut(page, tableBegins)
	_, after, ended := strings.Cut(rest, tableEnds)
	if !begun || !ended {
		t.Fatalf("%s has no place for the table", troubleshootingFile)
	}
	want := before + tableBegins + renderTroubles(groups, others) + tableEnds + after
	switch {
	case page == want:
	case *update:
		if err := os.WriteFile(troubleshootingFile, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s does not say what the program says; run this test with -update, or change these lines:\n%s", troubleshootingFile,
			differences(page, want))
	}
}

// checkTroubles holds every case to the rules of an administrator's sentence.
func checkTroubles(t *testing.T, groups []troubleGroup) {
	t.Helper()
	seen := map[string]bool{}
	for _, group := range groups {
		for _, row := range group.rows {
			if seen[row.when] {
				t.Errorf("%s: twice", row.when)
			}
			seen[row.when] = true
			if row.says == "" || row.do == "" || strings.Contains(row.says, "unexpected went wrong") {
				t.Errorf("%s: %q, %q is no advice", row.when, row.says, row.do)
			}
			if strings.Contains(row.says+row.do, "hidden") || strings.Contains(row.says+row.do, os.TempDir()+string(filepath.Separator)) {
				t.Errorf("%s: %q, %q shows a secret or a place of the test", row.when, row.says, row.do)
			}
		}
	}
	if len(seen) < 40 {
		t.Errorf("only %d cases", len(seen))
	}
}

func renderTroubles(groups, others []troubleGroup) string {
	var page strings.Builder
	cell := func(text string) string {
		return strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;").Replace(filepath.ToSlash(text))
	}
	for _, group := range groups {
		fmt.Fprintf(&page, "\n## %s\n\n| When | What it says | What to do |\n|---|---|---|\n", group.title)
		for _, row := range group.rows {
			fmt.Fprintf(&page, "| %s | %s | %s |\n", cell(row.when), cell(row.says), cell(row.do))
		}
	}
	page.WriteString("\n## Every other sentence\n\nA part that differs is written as “…”.\n")
	for _, group := range others {
		fmt.Fprintf(&page, "\n### %s\n\n| What it says | What to do |\n|---|---|\n", group.title)
		for _, row := range group.rows {
			fmt.Fprintf(&page, "| %s | %s |\n", cell(row.says), cell(row.do))
		}
	}
	page.WriteString("\n")
	return page.String()
}

// differences lists the lines that are to be removed and those to be added.
func differences(got, want string) string {
	var lines strings.Builder
	before, after := strings.Split(got, "\n"), strings.Split(want, "\n")
	for _, side := range []struct {
		sign         string
		these, those []string
	}{{"-", before, after}, {"+", after, before}} {
		for _, line := range side.these {
			if !slices.Contains(side.those, line) {
				fmt.Fprintf(&lines, "%s %s\n", side.sign, line)
			}
		}
	}
	if lines.Len() == 0 {
		return "their order"
	}
	return lines.String()
}
