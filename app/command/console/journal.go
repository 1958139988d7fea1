package console

import "strings"

// Priority is what systemd's journal is told of a line (sd-daemon(3)), so that failures
// are found with: journalctl --priority warning
type Priority string

// How much a line matters.
const (
	PriorityError   Priority = "<3>"
	PriorityWarning Priority = "<4>"
)

// Weighed is a text as the journal takes it, where that is what reads standard error.
func (c *Console) Weighed(p Priority, text string) string {
	if !c.journal {
		return text
	}
	return string(p) + strings.ReplaceAll(text, "\n", "\n"+string(p))
}
