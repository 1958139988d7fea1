package command

import "strings"

// priority is what systemd's journal is told of a line (sd-daemon(3)), so that failures
// are found with: journalctl --priority warning
type priority string

const (
	priorityError   priority = "<3>"
	priorityWarning priority = "<4>"
)

// weighed is a text as the journal takes it, where that is what reads standard error.
func (c *console) weighed(p priority, text string) string {
	if !c.journal {
		return text
	}
	return string(p) + strings.ReplaceAll(text, "\n", "\n"+string(p))
}
