package ui

import (
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/message"
	"inventorybeacon/ui/widgets"
)

// notificationActivity says that people were not written to; nothing when all is well.
func (s *shell) notificationActivity() widgets.Phrase {
	unsent, refused := s.notifications.Unsent(), s.notifications.Refused()
	switch {
	case unsent > 0:
		return widgets.Phrase{Tail: lang.L("Notifications: {{.Messages}} could not be sent",
			map[string]any{"Messages": message.Count("count.messages", unsent)})}
	case refused > 0:
		return widgets.Phrase{Tail: lang.L("Notifications: refused for {{.Recipients}}",
			map[string]any{"Recipients": message.Count("count.recipients", refused)})}
	default:
		return widgets.Phrase{}
	}
}
