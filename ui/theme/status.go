package theme

import "fyne.io/fyne/v2"

// Status is how something stands, shown as a colored dot or icon. The zero value shows nothing.
type Status int

// What a status can be.
const (
	StatusUnset   Status = iota // nothing is shown
	StatusNone                  // gray: nothing has happened yet
	StatusRunning               // blue
	StatusOK                    // green
	StatusWarning               // amber
	StatusFailed                // red
)

// ColorName returns the name of the status's color; it is readable as text too.
func (s Status) ColorName() fyne.ThemeColorName {
	switch s {
	case StatusRunning:
		return ColorNameStatusRunning
	case StatusOK:
		return ColorNameStatusOK
	case StatusWarning:
		return ColorNameStatusWarning
	case StatusFailed:
		return ColorNameStatusFailed
	}
	return ColorNameStatusNone
}

// Icon returns the name of the icon beside a message of the status.
func (s Status) Icon() string {
	switch s {
	case StatusOK:
		return "success"
	case StatusWarning:
		return "warning"
	case StatusFailed:
		return "error"
	}
	return "information"
}
