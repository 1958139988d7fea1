package centraltest

import (
	"fmt"
	"regexp"
	"strings"
)

// application is the name by which the program calls itself to servers; what others ask is not looked at.
const application = "inventory-beacon"

// logSettings have a server log every statement, with who asks on which connection.
var logSettings = []string{"log_statement = 'all'", "log_line_prefix = '%a|%c|'", "log_parameter_max_length = 0"}

// statements reads the log of a server, and finds statements that one of the engines does not have.
type statements struct {
	lacking []string

	begun    map[string]bool // by the connection, whether it is in a transaction
	session  string          // of the statement that is read
	prepared string          // its name on the server
	text     strings.Builder
}

var (
	logged = regexp.MustCompile(`^` + application + `\|([^|]*)\|LOG:  (?:statement|execute ([^:]*)): (.*)$`)
	begins = regexp.MustCompile(`(?i)^\s*(BEGIN|START TRANSACTION)\b`)
	ends   = regexp.MustCompile(`(?i)^\s*(COMMIT|END|ROLLBACK|ABORT)\s*;?\s*$`)
	shapes = regexp.MustCompile(`(?i)^\s*(CREATE|ALTER|DROP|COMMENT|GRANT|REVOKE)\b`)
)

// line reads one line of the log. One that begins with a tab goes on with the statement before it.
func (s *statements) line(text string) {
	if more, goesOn := strings.CutPrefix(text, "\t"); goesOn {
		if s.text.Len() > 0 { // or it is of somebody else
			s.text.WriteString("\n" + more)
		}
		return
	}
	s.end()
	if found := logged.FindStringSubmatch(text); found != nil {
		s.session, s.prepared = found[1], found[2]
		s.text.WriteString(found[3])
	}
}

// end judges the statement that was read.
func (s *statements) end() {
	text := s.text.String()
	s.text.Reset()
	if text == "" {
		return
	}
	found := Lacks(text)
	if s.prepared != "" && s.prepared != "<unnamed>" {
		found = append(found, "statements that are prepared for a session ("+s.prepared+")")
	}
	switch {
	case begins.MatchString(text):
		s.in(true)
	case ends.MatchString(text):
		s.in(false)
	case shapes.MatchString(text) && s.begun[s.session]:
		found = append(found, "changes of the schema in a transaction")
	case shapes.MatchString(text) && strings.Contains(strings.TrimRight(text, "; \n"), ";\n"):
		found = append(found, "several changes of the schema at once")
	}
	for _, what := range found {
		s.lacking = append(s.lacking, fmt.Sprintf("%s in\n%.300s", what, text))
	}
}

func (s *statements) in(transaction bool) {
	if s.begun == nil {
		s.begun = map[string]bool{}
	}
	s.begun[s.session] = transaction
}
