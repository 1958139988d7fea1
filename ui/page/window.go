package page

import (
	"fyne.io/fyne/v2/lang"
)

// Windows are the windows of activity that can be chosen, in days.
var Windows = []int{30, 90, 180}

// WindowText is what a window of so many days is called.
func WindowText(days int) string {
	return lang.L("Active in {{.Days}} days", map[string]any{"Days": days})
}

// WindowTexts are what the windows are called.
func WindowTexts() (texts []string) {
	for _, days := range Windows {
		texts = append(texts, WindowText(days))
	}
	return texts
}
