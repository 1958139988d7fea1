package background

import (
	"context"

	"fyne.io/fyne/v2"
)

// show leaves it to the toolkit, which asks the notification center or, outside of a
// bundle, osascript with its texts as quoted strings.
func (n notification) show(context.Context) error {
	fyne.CurrentApp().SendNotification(fyne.NewNotification(n.title, n.text))
	return nil
}
