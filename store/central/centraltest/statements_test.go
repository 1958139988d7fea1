package centraltest

import (
	"strings"
	"testing"
)

func TestStatementsInTheLogOfAServerAreJudged(t *testing.T) {
	for name, c := range map[string]struct {
		log  string
		want []string
	}{
		"one that every engine has": {"inventory-beacon|a|LOG:  execute <unnamed>: SELECT 1", nil},
		"one that some do not have": {"inventory-beacon|a|LOG:  statement: LISTEN beacons", []string{"LISTEN and NOTIFY (LISTEN)"}},
		"one of several lines":      {"inventory-beacon|a|LOG:  execute <unnamed>: SELECT lease\n\tFROM x\n\tFOR UPDATE\ninventory-beacon|a|LOG:  statement: commit", []string{"locked rows (FOR UPDATE)"}},
		"one that stays prepared":   {"inventory-beacon|a|LOG:  execute stmt_1: SELECT 1", []string{"prepared for a session (stmt_1)"}},
		"a setting": {
			"inventory-beacon|a|LOG:  statement: set statement_timeout = 1",
			[]string{"settings of a session (set)"},
		},
		"a table in a transaction": {
			"inventory-beacon|a|LOG:  statement: begin\ninventory-beacon|a|LOG:  statement: CREATE TABLE x (y int)",
			[]string{"changes of the schema in a transaction"},
		},
		"a table after one": {"inventory-beacon|a|LOG:  statement: begin\ninventory-beacon|a|LOG:  statement: commit\ninventory-beacon|a|LOG:  statement: CREATE TABLE x (y int)", nil},
		"a table beside one": {
			"inventory-beacon|a|LOG:  statement: begin\ninventory-beacon|b|LOG:  statement: CREATE TABLE x (y int)",
			nil,
		},
		"tables at once": {
			"inventory-beacon|a|LOG:  statement: CREATE TABLE x (y int);\n\tCREATE TABLE z (y int);",
			[]string{"several changes of the schema at once"},
		},
		"one of somebody else":          {"psql|a|LOG:  statement: LISTEN beacons\n\tFOR UPDATE", nil},
		"what a comment says":           {"inventory-beacon|a|LOG:  statement: COMMENT ON TABLE x IS 'for update'", nil},
		"what an error is about, again": {"inventory-beacon|a|ERROR:  x\ninventory-beacon|a|STATEMENT:  LISTEN beacons", nil},
	} {
		t.Run("given "+name, func(t *testing.T) {
			var s statements
			for line := range strings.SplitSeq(c.log, "\n") {
				s.line(line)
			}
			s.end()
			if len(s.lacking) != len(c.want) {
				t.Fatalf("%q", s.lacking)
			}
			for i, want := range c.want {
				if !strings.Contains(s.lacking[i], want) {
					t.Errorf("%q, want %q", s.lacking[i], want)
				}
			}
		})
	}
}
