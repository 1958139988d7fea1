package ui

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/message"
	"inventorybeacon/ui/widgets"
)

// behindFor is from when on the status bar says that the central database is behind: an import
// that has just ended is on its way.
const behindFor = 15 * time.Minute

// tellCentral shows as a badge how many tenants could not be published, and in the status bar that
// the central database is behind.
func (s *shell) tellCentral() {
	failing, text := s.central.Failing(), ""
	if failing > 0 {
		text = lang.L("{{.Tenants}} could not be published", map[string]any{"Tenants": message.Count("count.tenants", failing)})
	}
	s.sidebar.SetBadge(pageCentral, failing, text)
	s.tellActivity()
}

// centralActivity says what is wrong with publishing; nothing when all is well.
func (s *shell) centralActivity(now time.Time) widgets.Phrase {
	if failing := s.central.Failing(); failing > 0 {
		return widgets.Phrase{Tail: lang.L("Central database: {{.Tenants}} could not be published",
			map[string]any{"Tenants": message.Count("count.tenants", failing)})}
	}
	if lag := s.central.Lag(now); lag >= behindFor {
		return widgets.Phrase{Tail: lang.L("Central database: behind for {{.Time}}", map[string]any{"Time": message.Roughly(lag)})}
	}
	return widgets.Phrase{}
}
