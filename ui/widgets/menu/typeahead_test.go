package menu

import (
	"testing"
	"time"
)

func TestLettersThatAreTypedFindAnOption(t *testing.T) {
	columns := []string{"Display Name", "Mail", "Department", "Enabled", "Employee ID", "User Type", "Überblick"}
	const soon, later = 100 * time.Millisecond, 2 * time.Second
	for name, given := range map[string]struct {
		typed string
		pause time.Duration
		want  string
	}{
		"a word":                             {"dep", soon, "Department"},
		"a word in capitals":                 {"DEP", soon, "Department"},
		"a letter again":                     {"dd", soon, "Display Name"},
		"a letter of others":                 {"ee", soon, "Employee ID"},
		"letters that are apart":             {"de", later, "Enabled"},
		"letters of which none begins so":    {"mu", soon, "User Type"},
		"letters beyond ASCII":               {"üb", soon, "Überblick"},
		"what nothing begins with":           {"x", soon, "Mail"},
		"a word after one that is chosen":    {"em", soon, "Employee ID"},
		"a longer word than there is of any": {"mailbox", soon, "Mail"},
	} {
		t.Run("given "+name, func(t *testing.T) {
			var a TypeAhead
			now, chosen := time.Unix(0, 0), 1 // Mail
			for _, letter := range given.typed {
				now = now.Add(given.pause)
				if at := a.Next(letter, now, columns, chosen); at >= 0 {
					chosen = at
				}
			}
			if columns[chosen] != given.want {
				t.Errorf("%q chooses %s, want %s", given.typed, columns[chosen], given.want)
			}
		})
	}
}
